import { eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import { personOf, type Actor } from "@/lib/authz/actor";
import { systemUser } from "@/lib/chat/contract";
import { AppError } from "@/lib/core/errors";
import { appendRoomEvent } from "@/lib/events/room-events";
import { setAttendees } from "@/lib/meetings/commands/attendees";
import { lockMeeting } from "@/lib/meetings/commands/lock-meeting";
import { tellPeople } from "@/lib/meetings/commands/tell-people";
import type { MeetingDto, UpdateMeetingInput } from "@/lib/meetings/contract";
import { dropComingOccurrences, endOf, requireSchedule, writeOccurrences, type Schedule } from "@/lib/meetings/occurrences";
import { planDue } from "@/lib/meetings/planning";
import { stateAt } from "@/lib/meetings/policy";
import { findMeetingFacts, type FoundMeeting, type MeetingKey, type OccurrenceRow } from "@/lib/meetings/queries/find-meeting";
import { toMeetingDto } from "@/lib/meetings/queries/meeting-dto";
import { wakeMeeting } from "@/lib/meetings/wake";
import { roomUpdated } from "@/lib/rooms/contract";
import { roomUpdatedBody } from "@/lib/rooms/queries/updated-body";

/**
 * Moves the one time of a meeting. While it runs, only its end moves: whoever is inside stays until the new one. What was
 * over begins anew. @throws AppError conflict for another start while it runs
 */
async function moveOnlyOccurrence(tx: Tx, occurrence: OccurrenceRow, { startsAt, durationMinutes }: Schedule, now: Date): Promise<void> {
  const isRunning = stateAt(occurrence, now) === "open" && now >= occurrence.startsAt;
  if (isRunning && startsAt.getTime() !== occurrence.startsAt.getTime()) throw new AppError("conflict", "This meeting has begun: change its length or end it.");
  const isOver = stateAt(occurrence, now) === "over";
  await tx
    .update(meetingOccurrence)
    .set({ startsAt, originalStartsAt: startsAt, endsAt: endOf(startsAt, durationMinutes), extendedMinutes: 0, endedAt: null, ...(isOver ? { openedAt: null, closedAt: null } : {}) })
    .where(eq(meetingOccurrence.id, occurrence.id));
}

async function reschedule(tx: Tx, { meeting: before, occurrence, now }: FoundMeeting, schedule: Schedule): Promise<void> {
  if (before.rrule === null && schedule.rrule === null && occurrence) return moveOnlyOccurrence(tx, occurrence, schedule, now);
  await dropComingOccurrences(tx, before.id);
  const from = schedule.startsAt > now ? schedule.startsAt : now;
  await writeOccurrences(tx, before.id, schedule, schedule.rrule === null ? schedule.startsAt : from, now);
}

/** The meeting's own room is called like it; whoever has it open hears the new name. */
async function renameRoom(tx: Tx, actor: Actor, roomId: number, name: string): Promise<void> {
  const [before] = await tx.select({ name: room.name }).from(room).where(eq(room.id, roomId)).for("no key update");
  if (!before || before.name === name) return;
  const [after] = await tx.update(room).set({ name, updatedAt: sql`now()` }).where(eq(room.id, roomId)).returning();
  if (!after) return;
  const [person] = await tx.select({ id: user.id, username: user.name }).from(user).where(eq(user.id, personOf(actor) ?? 0));
  await appendRoomEvent(tx, roomId, roomUpdated, () => roomUpdatedBody(tx, after, person ?? systemUser, before.name));
}

/**
 * Changes a meeting: its title, times, rule, list of people. A changed schedule replaces all times that are still to come,
 * changed and cancelled single ones too; what was and what runs stays. @throws AppError unauthenticated, not_found,
 * forbidden, invalid_input by field, conflict for a cancelled one and for another start while it runs
 */
export async function updateMeeting(actor: Actor, key: MeetingKey, input: UpdateMeetingInput): Promise<MeetingDto> {
  return transaction(async (tx) => {
    const found = await lockMeeting(tx, actor, key);
    const { meeting: before } = found;
    if (before.cancelledAt !== null) throw new AppError("conflict", "This meeting is cancelled.");
    const schedule: Schedule = {
      startsAt: input.starts_at ?? before.startsAt,
      timeZone: input.timezone ?? before.timeZone,
      rrule: input.recurrence === undefined ? before.rrule : input.recurrence,
      durationMinutes: input.duration_minutes ?? before.durationMinutes,
    };
    const isRescheduled =
      schedule.startsAt.getTime() !== before.startsAt.getTime() || schedule.timeZone !== before.timeZone || schedule.rrule !== before.rrule || schedule.durationMinutes !== before.durationMinutes;
    const title = input.title ?? before.title;
    if (isRescheduled) {
      requireSchedule(schedule);
      await reschedule(tx, found, schedule);
    }
    const hasNewPeople = input.attendees !== undefined && (await setAttendees(tx, before.id, before.hostId, input.attendees));
    if (isRescheduled || title !== before.title || hasNewPeople) {
      const sequence = before.sequence + (isRescheduled || title !== before.title ? 1 : 0);
      await tx.update(meeting).set({ title, ...schedule, sequence, updatedAt: sql`now()` }).where(eq(meeting.id, before.id));
      if (before.ownsRoom && title !== before.title) await renameRoom(tx, actor, before.roomId, title);
      await tellPeople(tx, before.id, sequence, personOf(actor) === before.hostId);
      await recordAudit(tx, actor, { action: "meeting.updated", target: { type: "meeting", id: before.id }, details: { rescheduled: isRescheduled, renamed: title !== before.title, people: hasNewPeople } });
      await planDue(tx, before.id);
      await wakeMeeting(tx, before.id);
    }
    return toMeetingDto((await findMeetingFacts(tx, actor, { id: before.id }))!);
  });
}
