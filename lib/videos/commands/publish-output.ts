import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { video, videoOutput } from "@/db/schema/videos";
import { announceAfterCommit } from "@/lib/videos/announce";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import { heldBy } from "@/lib/videos/commands/report-progress";
import type { RenditionInfo, SourceSummary } from "@/lib/videos/contract";

export type FinishedOutput = { storagePrefix: string; renditions: RenditionInfo[]; hasStoryboard: boolean; durationSeconds: number; source?: SourceSummary };

/**
 * Makes a complete output the one that is served: new row, old one retired, video ready, in one transaction.
 * Publishing the same attempt again changes nothing.
 * @returns false when another run has the video by now.
 */
export async function publishOutput(attempt: Attempt, output: FinishedOutput): Promise<boolean> {
  const { videoId, generation } = attempt;
  return transaction(async (tx) => {
    const [ready] = await tx
      .update(video)
      .set({
        processingStatus: "ready", progress: 100, publishedGeneration: generation, durationSeconds: output.durationSeconds,
        previousSource: null, leaseToken: null, leaseExpiresAt: null, updatedAt: sql`now()`,
      })
      .where(heldBy(attempt))
      .returning();
    if (!ready) {
      const [row] = await tx.select({ published: video.publishedGeneration }).from(video).where(eq(video.id, videoId));
      return row?.published === generation;
    }
    const { storagePrefix, renditions, hasStoryboard, source } = output;
    await tx.insert(videoOutput).values({ videoId, generation, storagePrefix, renditions, hasStoryboard, source });
    await tx
      .update(videoOutput)
      .set({ retiredAt: sql`now()` })
      .where(and(eq(videoOutput.videoId, videoId), ne(videoOutput.generation, generation), isNull(videoOutput.retiredAt)));
    announceAfterCommit(tx, ready);
    return true;
  });
}
