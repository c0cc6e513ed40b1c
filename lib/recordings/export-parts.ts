import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { recording, recordingChapter } from "@/db/schema/recordings";
import { userIdentity } from "@/lib/calls/contract";
import type { ExportPart } from "@/lib/core/export-part";

/** What the person has recorded. The files are their rooms': who is in them agreed to that, not to a copy of it elsewhere. */
async function* recordingsOf(personId: number) {
  const { id, roomId, mode, status, reason, title, createdAt, startedAt, stoppedAt, durationSeconds, sizeBytes, sha256, videoId } = recording;
  yield* await db()
    .select({ id, roomId, mode, status, reason, title, createdAt, startedAt, stoppedAt, durationSeconds, sizeBytes, sha256, videoId })
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

export const recordingParts: ExportPart[] = [
  { name: "recordings", rows: recordingsOf },
  { name: "recording_chapters", rows: chaptersOf },
];
