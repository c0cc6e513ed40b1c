import { transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { recordEvent } from "@/lib/platform/jobs";
import { storage } from "@/lib/platform/storage/storage";
import { findVideoOfUpload } from "@/lib/videos/commands/create-video-from-upload";
import { titleMaxLength, videoUploaded, type RecordingSource } from "@/lib/videos/contract";

/**
 * Makes a video of a recording's file, of which it gets a copy: either can be deleted without the other. The members of the
 * room watch it, and whoever recorded owns it. Of the same recording there is one: asked again it is answered. One
 * that was deleted is its owner's to bring back, and another one is made.
 */
export async function createVideoFromRecording({ recordingId, storageKey, sizeBytes, sha256, ownerId, roomId, title }: RecordingSource): Promise<number> {
  let uploadId = `recording-${recordingId}`;
  for (let known = await findVideoOfUpload(uploadId); known; known = await findVideoOfUpload(uploadId)) {
    if (!known.isDeleted) return known.id;
    uploadId = `recording-${recordingId}-after-${known.id}`;
  }
  const sourceKey = `sources/${uploadId}`;
  await storage().withLocalFile(storageKey, (file) => storage().putFile(file, sourceKey));
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(video)
      .values({ ownerId, title: title.slice(0, titleMaxLength), visibility: "room", roomId, uploadId, sourceKey, sourceName: "recording.mp4", sourceSizeBytes: sizeBytes, sourceSha256: sha256 })
      .onConflictDoNothing({ target: video.uploadId })
      .returning({ id: video.id });
    if (!row) return (await findVideoOfUpload(uploadId))!.id;
    await recordAudit(tx, systemActor, { action: "video.uploaded", target: { type: "video", id: row.id }, details: { sizeBytes, recording: recordingId } });
    await recordEvent(tx, videoUploaded.create({ videoId: row.id }, { id: `video-${row.id}-uploaded` }));
    return row.id;
  });
}
