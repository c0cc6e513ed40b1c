import { and, eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { announceAfterCommit } from "@/lib/videos/announce";
import type { ProcessingErrorCode } from "@/lib/videos/contract";

/**
 * Ends a run's processing with a reason. An output that was published before stays what it is.
 * @param token the run that gives up; a video that another run has is left alone
 * @param options.keepsToken the run itself has failed and can be retried: its name stays, so that it may ask for the video anew
 */
export async function failProcessing(videoId: number, token: string, code: ProcessingErrorCode, { keepsToken = false } = {}): Promise<void> {
  await transaction(async (tx) => {
    const [row] = await tx
      .update(video)
      .set({ processingStatus: "failed", processingErrorCode: code, leaseToken: keepsToken ? token : null, leaseExpiresAt: null, updatedAt: sql`now()` })
      .where(and(eq(video.id, videoId), eq(video.leaseToken, token), eq(video.processingStatus, "processing")))
      .returning();
    if (row) announceAfterCommit(tx, row);
  });
}
