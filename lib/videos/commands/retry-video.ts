import { transaction, type Tx } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { recordEvent } from "@/lib/platform/jobs";
import { lockVideo, writeVideo } from "@/lib/videos/commands/lock-video";
import { videoProcessRequested, type VideoStatus } from "@/lib/videos/contract";
import { canRetryVideo } from "@/lib/videos/policy";
import { toStatus } from "@/lib/videos/queries";

/** Processes a failed video anew, from the source that was uploaded. @throws AppError unauthenticated, not_found, conflict */
export async function retryVideo(actor: Actor, videoId: number): Promise<VideoStatus> {
  return transaction((tx) => retryVideoIn(tx, actor, videoId));
}

/** The same in the caller's transaction. */
export async function retryVideoIn(tx: Tx, actor: Actor, videoId: number): Promise<VideoStatus> {
  await lockVideo(tx, actor, videoId, canRetryVideo);
  const row = await writeVideo(tx, videoId, { processingStatus: "pending", processingErrorCode: null, leaseToken: null, progress: 0 });
  await recordAudit(tx, actor, { action: "video.retried", target: { type: "video", id: videoId } });
  await recordEvent(tx, videoProcessRequested.create({ videoId }));
  return toStatus(row);
}
