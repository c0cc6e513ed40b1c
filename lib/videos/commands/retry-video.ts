import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { isSignedOut, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { announceAfterCommit } from "@/lib/videos/announce";
import { videoProcessRequested, type VideoStatus } from "@/lib/videos/contract";
import { factColumns, factsOf, isRoomMember } from "@/lib/videos/facts";
import { canRetryVideo } from "@/lib/videos/policy";
import { toStatus } from "@/lib/videos/queries";

/** Processes a failed video anew, from the source that was uploaded. @throws AppError unauthenticated, not_found, conflict */
export async function retryVideo(actor: Actor, videoId: number): Promise<VideoStatus> {
  return transaction(async (tx) => {
    const [facts] = await tx.select({ ...factColumns, isRoomMember: isRoomMember(actor) }).from(video).where(eq(video.id, videoId)).for("update");
    if (!facts) throw new AppError(isSignedOut(actor) ? "unauthenticated" : "not_found");
    authorize(canRetryVideo(actor, factsOf(facts)));
    const [row] = await tx
      .update(video)
      .set({ processingStatus: "pending", processingErrorCode: null, leaseToken: null, progress: 0, updatedAt: sql`now()` })
      .where(eq(video.id, videoId))
      .returning();
    await recordAudit(tx, actor, { action: "video.retried", target: { type: "video", id: videoId } });
    await recordEvent(tx, videoProcessRequested.create({ videoId }));
    announceAfterCommit(tx, row!);
    return toStatus(row!);
  });
}
