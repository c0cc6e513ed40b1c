import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { recording, recordingChapter, streamTarget } from "@/db/schema/recordings";
import { userIdentity } from "@/lib/calls/contract";
import type { ExportPart } from "@/lib/core/export-part";

/** What the person has recorded or sent live. The files are their rooms': who is in them agreed to that, not to a copy of it elsewhere. */
async function* recordingsOf(personId: number) {
  const { id, roomId, kind, audience, isKept, mode, status, reason, title, createdAt, startedAt, stoppedAt, durationSeconds, sizeBytes, sha256, videoId } = recording;
  yield* await db()
    .select({ id, roomId, kind, audience, isKept, mode, status, reason, title, createdAt, startedAt, stoppedAt, durationSeconds, sizeBytes, sha256, videoId })
    .from(recording)
    .where(and(eq(recording.startedBy, personId), isNull(recording.deletedAt)))
    .orderBy(createdAt);
}

/** Where the person's name stands as that of a chapter. */
async function* chaptersOf(personId: number) {
  const { recordingId, startMs, name } = recordingChapter;
  yield* await db()
    .select({ recordingId, roomId: recording.roomId, startMs, name })
    .from(recordingChapter)
    .innerJoin(recording, and(eq(recording.id, recordingId), isNull(recording.deletedAt)))
    .where(eq(recordingChapter.identity, userIdentity(personId)))
    .orderBy(recordingId, startMs);
}

/** Where they sent it. Keys of addresses are secrets of other services, and forgotten when a stream ends. */
async function* streamTargetsOf(personId: number) {
  const { recordingId, position, kind, name, address, state, reason } = streamTarget;
  yield* await db()
    .select({ recordingId, position, kind, name, address, state, reason })
    .from(streamTarget)
    .innerJoin(recording, and(eq(recording.id, recordingId), eq(recording.startedBy, personId), isNull(recording.deletedAt)))
    .orderBy(recording.createdAt, position);
}

export const recordingParts: ExportPart[] = [
  { name: "recordings", rows: recordingsOf },
  { name: "recording_chapters", rows: chaptersOf },
  { name: "stream_targets", rows: streamTargetsOf },
];
