import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { recordEvent } from "@/lib/platform/jobs";
import { announceAfterCommit } from "@/lib/videos/announce";
import { videoProcessRequested } from "@/lib/videos/contract";

/**
 * What a run does that was cancelled or failed, is retried, and finds its video given up by itself: what its steps made
 * may be gone by now, so that another run begins from the source. Not for a video that failed for a reason of its own,
 * nor for one that somebody has retried since. Answers whether there is such a run.
 * @param token the run that gave the video up
 */
export async function processAgain(videoId: number, token: string): Promise<boolean> {
  return transaction(async (tx) => {
    const [row] = await tx
      .update(video)
      .set({ processingStatus: "pending", processingErrorCode: null, leaseToken: null, progress: 0, updatedAt: sql`now()` })
      .where(and(eq(video.id, videoId), eq(video.processingStatus, "failed"), eq(video.leaseToken, token), isNull(video.deletedAt)))
      .returning();
    if (!row) return false;
    await recordEvent(tx, videoProcessRequested.create({ videoId }));
    announceAfterCommit(tx, row);
    return true;
  });
}
