import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { recording } from "@/db/schema/recordings";
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

export const recordingParts: ExportPart[] = [{ name: "recordings", rows: recordingsOf }];
