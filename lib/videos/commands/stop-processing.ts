import { and, eq, lte, or, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { announceAfterCommit } from "@/lib/videos/announce";

/**
 * Ends the processing of a video whose run an administrator cancelled, begun or not: without this the video would look
 * lost and get another run. A step that is under way loses its lease, which ends its programs at the next heartbeat.
 * A video that another run has, or that was asked for again since, is left alone: this
 * may be done once more after a crash. Keeps the run's name, so that its retry may ask for the video anew.
 */
export async function stopProcessing(videoId: number, token: string, cancelledAt: Date): Promise<void> {
  await transaction(async (tx) => {
    const isOfRun = or(and(eq(video.processingStatus, "pending"), lte(video.updatedAt, cancelledAt)), and(eq(video.processingStatus, "processing"), eq(video.leaseToken, token)));
    const [row] = await tx
      .update(video)
      .set({ processingStatus: "failed", processingErrorCode: "cancelled", leaseToken: token, leaseExpiresAt: null, updatedAt: sql`now()` })
      .where(and(eq(video.id, videoId), isOfRun))
      .returning();
    if (row) announceAfterCommit(tx, row);
  });
}
