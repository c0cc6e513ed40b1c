import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { meeting } from "@/db/schema/meetings";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import { AppError, invalidFields, isAppError } from "@/lib/core/errors";
import { setAttendees } from "@/lib/meetings/commands/attendees";
import { insertOwnRoom } from "@/lib/meetings/commands/own-room";
import { tellPeople } from "@/lib/meetings/commands/tell-people";
import { meetingMistakes, type CreateMeetingInput, type MeetingDto } from "@/lib/meetings/contract";
import { requireSchedule, writeOccurrences } from "@/lib/meetings/occurrences";
import { planDue } from "@/lib/meetings/planning";
import { canScheduleMeeting } from "@/lib/meetings/policy";
import { databaseClock, findMeetingFacts } from "@/lib/meetings/queries/find-meeting";
import { toMeetingDto } from "@/lib/meetings/queries/meeting-dto";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

/** The room of the meeting: the chosen one, if the host is in it, else a new one. */
async function roomFor(tx: Tx, actor: Actor, hostId: number, input: CreateMeetingInput): Promise<{ id: number; isOwn: boolean }> {
  if (input.room_id === undefined) {
    authorize(canScheduleMeeting(actor, null));
    return { id: (await insertOwnRoom(tx, actor, hostId, input.title)).id, isOwn: true };
  }
  const chosen = await findRoomFacts(tx, actor, { id: input.room_id });
  const verdict = canScheduleMeeting(actor, chosen ? { role: chosen.facts.role, isDeleted: chosen.facts.isDeleted || chosen.facts.isDirect === true } : { role: null, isDeleted: false });
  // A field of the form, not an address: what is no room of theirs is a wrong value.
  if (!verdict.allowed && verdict.code === "not_found") throw invalidFields({ room_id: [meetingMistakes.roomUnknown] });
  authorize(verdict);
  return { id: input.room_id, isOwn: false };
}

async function findRepeated(tx: Tx, actor: Actor, hostId: number, key: string, hash: string): Promise<MeetingDto | null> {
  const [known] = await tx.select({ id: meeting.id, hash: meeting.idempotencyHash }).from(meeting).where(and(eq(meeting.hostId, hostId), eq(meeting.idempotencyKey, key)));
  if (!known) return null;
  if (known.hash !== hash) throw new AppError("conflict", "This Idempotency-Key was used with another body.");
  const found = await findMeetingFacts(tx, actor, { id: known.id });
  return found ? toMeetingDto(found) : null;
}

async function insertMeeting(tx: Tx, actor: Actor, input: CreateMeetingInput, idempotencyKey: string | null): Promise<MeetingDto> {
  const hostId = requirePerson(actor);
  const idempotencyHash = idempotencyKey === null ? null : createHash("sha256").update(JSON.stringify(input)).digest("base64url");
  const repeated = idempotencyKey === null ? null : await findRepeated(tx, actor, hostId, idempotencyKey, idempotencyHash!);
  if (repeated) return repeated;
  const schedule = { startsAt: input.starts_at, timeZone: input.timezone, rrule: input.recurrence ?? null, durationMinutes: input.duration_minutes };
  requireSchedule(schedule);
  const at = await roomFor(tx, actor, hostId, input);
  const [row] = await tx
    .insert(meeting)
    .values({ title: input.title, hostId, roomId: at.id, ownsRoom: at.isOwn, ...schedule, idempotencyKey, idempotencyHash })
    .returning({ id: meeting.id });
  if (!row) throw new Error("the meeting was not returned");
  const now = await databaseClock(tx);
  // Of a rule that began long ago only what runs or comes; a single time is written whenever it is.
  const running = new Date(now.getTime() - schedule.durationMinutes * 60_000);
  await writeOccurrences(tx, row.id, schedule, schedule.rrule === null || schedule.startsAt > running ? schedule.startsAt : running, now);
  if (input.attendees && (await setAttendees(tx, row.id, hostId, input.attendees))) await tellPeople(tx, row.id, 0, true);
  await planDue(tx, row.id);
  await recordAudit(tx, actor, { action: "meeting.created", target: { type: "meeting", id: row.id }, details: { roomId: at.id, ownsRoom: at.isOwn, attendees: input.attendees?.length ?? 0 } });
  return toMeetingDto((await findMeetingFacts(tx, actor, { id: row.id }))!);
}

function isRepetition(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if ((each as { constraint_name?: unknown }).constraint_name === "meeting_idempotency") return true;
  }
  return false;
}

/**
 * Schedules a meeting whose host is the asker, in a room of its own unless one of theirs is chosen. The same
 * `idempotencyKey` again answers the first one. @throws AppError unauthenticated; forbidden for a program without the
 * scope; invalid_input by field; conflict for a key that came with another body
 */
export async function createMeeting(actor: Actor, input: CreateMeetingInput, idempotencyKey: string | null = null): Promise<MeetingDto> {
  authorize(canScheduleMeeting(actor, null));
  const run = () => transaction((tx) => insertMeeting(tx, actor, input, idempotencyKey));
  try {
    return await run();
  } catch (error) {
    // Two at once with one key: the other one was first.
    if (!isAppError(error) && isRepetition(error)) return run();
    throw error;
  }
}
