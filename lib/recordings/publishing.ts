import { and, eq, isNull } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import type { RecordingSource, RecordingTracks } from "@/lib/videos/contract";
import { findRecordingChapters, findRecordingWords } from "@/lib/recordings/queries/words";
import { findVideoId, isVideoOf } from "@/lib/recordings/queries/video";
import { lockRecording, writeRecording } from "@/lib/recordings/transition";

/** A saved recording as a source of a video; null for one that is none, is a video of the library, or was deleted. Its title is the room's name and the day where it has none. */
export async function findPublishable(id: string): Promise<RecordingSource | null> {
  const [row] = await db()
    .select({ title: recording.title, startedAt: recording.startedAt, createdAt: recording.createdAt, ownerId: recording.startedBy, roomId: recording.roomId, storageKey: recording.storageKey, sizeBytes: recording.sizeBytes, sha256: recording.sha256, roomName: room.name })
    .from(recording)
    .innerJoin(room, and(eq(room.id, recording.roomId), isNull(room.deletedAt)))
    .leftJoin(video, isVideoOf)
    .where(and(eq(recording.id, id), eq(recording.status, "saved"), isNull(video.id), isNull(recording.deletedAt)));
  if (!row || row.storageKey === null || row.sizeBytes === null || row.sha256 === null) return null;
  const { storageKey, sizeBytes, sha256, ownerId, roomId } = row;
  const day = (row.startedAt ?? row.createdAt).toISOString().slice(0, 10);
  const title = row.title === "" ? `${row.roomName.replace(/[<>]/g, " ").trim()} ${day}` : row.title;
  return { recordingId: id, storageKey, sizeBytes, sha256, ownerId, roomId, title };
}

/** What goes along with its film: who spoke when, and what was said where the call had captions. */
export async function findTracksOfRecording(id: string): Promise<RecordingTracks> {
  const [chapters, captions] = await Promise.all([findRecordingChapters([id]), findRecordingWords(id)]);
  return { chapters: chapters.get(id) ?? [], captions };
}

/** Notes which video a recording became. Doing it twice is doing it once. */
export async function linkToVideo(id: string, videoId: number): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (!row || row.videoId === videoId || (await findVideoId(row.id, tx)) !== null) return;
    await writeRecording(tx, row, { videoId });
    await recordAudit(tx, systemActor, { action: "recording.published", target: { type: "recording", id }, details: { room: row.roomId, video: videoId } });
  });
}
