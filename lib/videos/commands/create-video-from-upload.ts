import { eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { settings } from "@/lib/core/settings";
import { recordEvent } from "@/lib/platform/jobs";
import { keepCategory } from "@/lib/videos/commands/change-categories";
import { storeSource, type CompleteFile } from "@/lib/videos/commands/store-source";
import { videoUploaded, type UploadMetadata } from "@/lib/videos/contract";
import { canUploadVideo } from "@/lib/videos/policy";
import { findAudienceRoom } from "@/lib/videos/room-audience";

export type FinishedUpload = CompleteFile & { metadata: UploadMetadata };

/** The video that an upload became, or null while it is not finished. */
export async function findVideoOfUpload(uploadId: string): Promise<{ id: number; ownerId: number | null; sizeBytes: number; isDeleted: boolean } | null> {
  const [row] = await db().select({ id: video.id, ownerId: video.ownerId, sizeBytes: video.sourceSizeBytes, isDeleted: sql<boolean>`${video.deletedAt} is not null` }).from(video).where(eq(video.uploadId, uploadId));
  return row ?? null;
}

/**
 * Makes a video of a complete upload: the file goes into storage, then row, audit entry and job event commit together.
 * Finishing the same upload again answers the same video and writes nothing.
 * @throws AppError unauthenticated, forbidden
 */
export async function createVideoFromUpload(actor: UserActor, upload: FinishedUpload): Promise<number> {
  authorize(canUploadVideo(actor, settings.usersMayUploadVideos));
  const known = await findVideoOfUpload(upload.uploadId);
  if (known) return known.id;
  const { sourceKey, sourceSha256 } = await storeSource(upload);
  const { filename, title, description, room } = upload.metadata;
  // Whoever left the room while it was on its way has it for themself.
  const roomId = room === undefined ? null : await findAudienceRoom(actor.userId, room);
  const visibility = room === undefined ? upload.metadata.visibility : roomId === null ? "private" : "room";
  return transaction(async (tx) => {
    const category = await keepCategory(tx, upload.metadata.category ?? "");
    const [row] = await tx
      .insert(video)
      .values({
        ownerId: actor.userId, title, description, category, visibility, roomId, uploadId: upload.uploadId,
        sourceKey, sourceName: filename, sourceSizeBytes: upload.sizeBytes, sourceSha256,
      })
      .onConflictDoNothing({ target: video.uploadId })
      .returning({ id: video.id });
    if (!row) {
      const [first] = await tx.select({ id: video.id }).from(video).where(eq(video.uploadId, upload.uploadId));
      return first!.id;
    }
    await recordAudit(tx, actor, { action: "video.uploaded", target: { type: "video", id: row.id }, details: { sizeBytes: upload.sizeBytes } });
    await recordEvent(tx, videoUploaded.create({ videoId: row.id }, { id: `video-${row.id}-uploaded` }));
    return row.id;
  });
}
