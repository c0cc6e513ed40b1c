import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { room, roomMember } from "@/db/schema/rooms";
import type { ApplicationActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { externalRecordingSchema, type ExternalRecording } from "@/lib/recordings/contract";
import { recordingCaptionsUrl } from "@/lib/recordings/download-link";
import { canSeeAsProgram, type RecordingFacts } from "@/lib/recordings/policy";
import { readRecordings, toDetail } from "@/lib/recordings/queries/recordings";
import { findRecordingChapters } from "@/lib/recordings/queries/words";
import { roomSettings } from "@/lib/rooms/contract";

/** What a program's verdict about a recording rests on: its person's role in the room. Null where there is no such recording, or none any more. */
export async function findProgramFacts({ userId }: ApplicationActor, id: string, on: Executor = db()): Promise<RecordingFacts | null> {
  const [found] = await on
    .select({ role: roomMember.role, configuration: room.configuration })
    .from(recording)
    .innerJoin(room, and(eq(room.id, recording.roomId), isNull(room.deletedAt)))
    .leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId)))
    .where(and(eq(recording.id, id), isNull(recording.deletedAt)));
  return found ? { role: found.role, isMeetingHost: false, recorders: roomSettings(found.configuration).recording } : null;
}

const noRole: RecordingFacts = { role: null, isMeetingHost: false, recorders: "hosts" };

async function read(actor: ApplicationActor, ...[where, page]: [Parameters<typeof readRecordings>[1], Parameters<typeof readRecordings>[2]?]): Promise<ExternalRecording[]> {
  const rows = await readRecordings(db(), where, page);
  const chapters = await findRecordingChapters(rows.map(({ row }) => row.id));
  return rows.map((each) => {
    const { abilities: _abilities, storage_key: _key, stream: _stream, ...told } = toDetail(actor, noRole, each, chapters.get(each.row.id));
    return externalRecordingSchema.parse({ ...told, captions_url: told.captions_url && recordingCaptionsUrl(told.id, actor.userId) });
  });
}

/** The recordings of the rooms that a program's person is in, of one of them where it is named, the newest first. @throws AppError unauthenticated, forbidden */
export async function listRecordingsForProgram(actor: ApplicationActor, { roomId, limit, offset }: { roomId: number | undefined; limit: number; offset: number }): Promise<{ count: number; recordings: ExternalRecording[] }> {
  authorize(canSeeAsProgram(actor, { role: "member" }, "recording.list"));
  const rooms = db()
    .select({ id: roomMember.roomId })
    .from(roomMember)
    .innerJoin(room, and(eq(room.id, roomMember.roomId), isNull(room.deletedAt)))
    .where(and(eq(roomMember.userId, actor.userId), roomId === undefined ? sql`true` : eq(roomMember.roomId, roomId)));
  const theirs = and(isNull(recording.deletedAt), inArray(recording.roomId, rooms));
  const [recordings, [counted]] = await Promise.all([read(actor, theirs, { limit, offset }), db().select({ count: count() }).from(recording).where(theirs)]);
  return { count: counted?.count ?? 0, recordings };
}

/** One recording of a room that a program's person is in. @throws AppError unauthenticated, forbidden, not_found */
export async function getRecordingForProgram(actor: ApplicationActor, id: string): Promise<ExternalRecording> {
  authorize(canSeeAsProgram(actor, (await findProgramFacts(actor, id)) ?? noRole, "recording.retrieve"));
  const [found] = await read(actor, and(eq(recording.id, id), isNull(recording.deletedAt)));
  if (!found) throw new AppError("not_found");
  return found;
}
