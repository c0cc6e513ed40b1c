import { transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { recordEvent } from "@/lib/platform/jobs";
import { lockVideo, writeVideo, type VideoRow } from "@/lib/videos/commands/lock-video";
import { storeSource, type CompleteFile } from "@/lib/videos/commands/store-source";
import { videoProcessRequested, type ReplacementMetadata, type VideoSource, type VideoStatus } from "@/lib/videos/contract";
import { canKeepSource, canReplaceSource, type VideoFacts } from "@/lib/videos/policy";
import { requireVideo } from "@/lib/videos/require-video";
import { toStatus } from "@/lib/videos/queries";

const mayReplace = (actor: Actor, facts: VideoFacts) => canReplaceSource(actor, facts, settings.usersMayUploadVideos);

const sourceOf = ({ uploadId, sourceKey, sourceName, sourceSizeBytes, sourceSha256 }: VideoRow): VideoSource => ({ uploadId, key: sourceKey, name: sourceName, sizeBytes: sourceSizeBytes, sha256: sourceSha256 });

/** Whether somebody may give this video another source, asked before its first byte. @throws AppError unauthenticated, forbidden, not_found */
export async function requireReplaceable(actor: Actor, videoId: number): Promise<void> {
  await requireVideo(actor, videoId, mayReplace);
}

/**
 * Gives a video another source, a complete upload, from which it is made anew. A complete output stays what is shown until
 * that is done, and if it fails; its source is kept until then. A run that is under way loses the video. Finishing the
 * same upload again changes nothing. @returns the video's id @throws AppError unauthenticated, forbidden, not_found
 */
export async function replaceSource(actor: Actor, { replaces: videoId, filename }: ReplacementMetadata, file: CompleteFile): Promise<number> {
  await requireReplaceable(actor, videoId);
  const { sourceKey, sourceSha256 } = await storeSource(file);
  return transaction(async (tx) => {
    const before = await lockVideo(tx, actor, videoId, mayReplace);
    if (before.uploadId === file.uploadId) return videoId;
    await writeVideo(tx, videoId, {
      uploadId: file.uploadId, sourceKey, sourceSha256, sourceName: filename, sourceSizeBytes: file.sizeBytes,
      previousSource: before.previousSource ?? (before.processingStatus === "ready" ? sourceOf(before) : null),
      processingStatus: "pending", processingErrorCode: null, progress: 0, leaseToken: null, leaseExpiresAt: null,
    });
    const details = { from: before.sourceName, to: filename, sizeBytes: file.sizeBytes };
    await recordAudit(tx, actor, { action: "video.source_replaced", target: { type: "video", id: videoId }, details });
    await recordEvent(tx, videoProcessRequested.create({ videoId }, { id: `video-${videoId}-replaced-${file.uploadId}` }));
    return videoId;
  });
}

/**
 * Goes back to the source of the output that is shown, whatever became of the one that was to replace it.
 * @throws AppError unauthenticated, not_found, conflict when none is being replaced
 */
export async function keepSource(actor: Actor, videoId: number): Promise<VideoStatus> {
  return transaction(async (tx) => {
    const { previousSource: kept, sourceName } = await lockVideo(tx, actor, videoId, canKeepSource);
    if (!kept) throw new AppError("conflict");
    const row = await writeVideo(tx, videoId, {
      uploadId: kept.uploadId, sourceKey: kept.key, sourceSha256: kept.sha256, sourceName: kept.name, sourceSizeBytes: kept.sizeBytes, previousSource: null,
      processingStatus: "ready", processingErrorCode: null, progress: 100, leaseToken: null, leaseExpiresAt: null,
    });
    await recordAudit(tx, actor, { action: "video.source_kept", target: { type: "video", id: videoId }, details: { discarded: sourceName } });
    return toStatus(row);
  });
}
