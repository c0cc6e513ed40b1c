import { eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { video, videoOutput } from "@/db/schema/videos";
import { announceAfterCommit } from "@/lib/videos/announce";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import type { FinishedOutput } from "@/lib/videos/commands/publish-output";
import { heldBy } from "@/lib/videos/commands/report-progress";

/** Whether something of the video is shown already, from this attempt or an earlier one. */
export async function hasOutput(attempt: Attempt): Promise<boolean> {
  const [row] = await db().select({ published: video.publishedGeneration }).from(video).where(eq(video.id, attempt.videoId));
  return row !== undefined && row.published !== null;
}

/**
 * Shows a first output while the run goes on to the rest, under the next generation. With nothing to show, or shown
 * already, only the attempt to go on with is answered, and whether what is shown is of this attempt.
 * @returns null when another run has the video by now.
 */
export async function publishEarly(attempt: Attempt, output: FinishedOutput | null): Promise<{ attempt: Attempt; isShown: boolean } | null> {
  return transaction(async (tx) => {
    const [row] = await tx.select({ generation: video.generation, published: video.publishedGeneration }).from(video).where(heldBy(attempt)).for("update");
    if (!row) return null;
    if (!output || row.published !== null) return { attempt: { ...attempt, generation: row.generation }, isShown: row.published === attempt.generation };
    const [shown] = await tx
      .update(video)
      .set({ publishedGeneration: attempt.generation, generation: attempt.generation + 1, durationSeconds: output.durationSeconds, updatedAt: sql`now()` })
      .where(eq(video.id, attempt.videoId))
      .returning();
    const { storagePrefix, renditions, hasStoryboard } = output;
    await tx.insert(videoOutput).values({ videoId: attempt.videoId, generation: attempt.generation, storagePrefix, renditions, hasStoryboard });
    announceAfterCommit(tx, shown!);
    return { attempt: { ...attempt, generation: shown!.generation }, isShown: true };
  });
}
