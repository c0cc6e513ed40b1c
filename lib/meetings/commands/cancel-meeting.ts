import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { recordAudit } from "@/lib/audit/record";
import { personOf, type Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { lockMeeting } from "@/lib/meetings/commands/lock-meeting";
import { tellPeople } from "@/lib/meetings/commands/tell-people";
import { planDue } from "@/lib/meetings/planning";
import { stateAt } from "@/lib/meetings/policy";
import type { MeetingKey } from "@/lib/meetings/queries/find-meeting";
import { wakeMeeting } from "@/lib/meetings/wake";

/**
 * Calls a meeting off, with all times that are still to come. One that runs ends for all. Repeating it changes nothing.
 * @throws AppError unauthenticated, not_found, forbidden
 */
export async function cancelMeeting(actor: Actor, key: MeetingKey): Promise<void> {
  await transaction(async (tx) => {
    const { meeting: before, occurrence, now } = await lockMeeting(tx, actor, key, "meeting.delete");
    if (before.cancelledAt !== null) return;
    await tx.update(meeting).set({ cancelledAt: sql`clock_timestamp()`, sequence: before.sequence + 1, updatedAt: sql`now()` }).where(eq(meeting.id, before.id));
    if (occurrence && stateAt(occurrence, now) === "open") await tx.update(meetingOccurrence).set({ closedAt: sql`clock_timestamp()` }).where(eq(meetingOccurrence.id, occurrence.id));
    await recordAudit(tx, actor, { action: "meeting.cancelled", target: { type: "meeting", id: before.id } });
    await tellPeople(tx, before.id, before.sequence + 1, personOf(actor) === before.hostId);
    await planDue(tx, before.id);
    await wakeMeeting(tx, before.id);
  });
}

/** Takes a cancellation back: the meeting takes place as it was planned. @throws AppError unauthenticated, not_found, forbidden */
export async function restoreMeeting(actor: Actor, key: MeetingKey): Promise<void> {
  await transaction(async (tx) => {
    const { meeting: before } = await lockMeeting(tx, actor, key, "meeting.delete");
    if (before.cancelledAt === null) return;
    await tx.update(meeting).set({ cancelledAt: null, sequence: before.sequence + 1, updatedAt: sql`now()` }).where(eq(meeting.id, before.id));
    // The cancellation had ended it: what is left of its time is open again.
    await tx
      .update(meetingOccurrence)
      .set({ closedAt: null, endedAt: null })
      .where(and(eq(meetingOccurrence.meetingId, before.id), isNotNull(meetingOccurrence.closedAt), sql`${meetingOccurrence.closedAt} >= ${before.cancelledAt.toISOString()}::timestamptz`, sql`${meetingOccurrence.endsAt} > clock_timestamp()`));
    await recordAudit(tx, actor, { action: "meeting.restored", target: { type: "meeting", id: before.id } });
    await tellPeople(tx, before.id, before.sequence + 1, personOf(actor) === before.hostId);
    await planDue(tx, before.id);
    await wakeMeeting(tx, before.id);
  });
}

/** Calls one time of a repeated meeting off, or takes that back. Answers whether anything changed. @throws AppError unauthenticated, not_found, forbidden, conflict for one that takes place once */
export async function cancelOccurrence(actor: Actor, key: MeetingKey, occurrenceId: number, isCancelled: boolean): Promise<boolean> {
  return transaction(async (tx) => {
    const { meeting: before, occurrence, now } = await lockMeeting(tx, actor, key, "meeting.delete");
    if (before.rrule === null) throw new AppError("conflict", "This meeting takes place once: cancel the meeting itself.");
    const isOpen = isCancelled && occurrence?.id === occurrenceId && stateAt(occurrence, now) === "open";
    const [changed] = await tx
      .update(meetingOccurrence)
      .set(isCancelled ? { cancelledAt: sql`clock_timestamp()`, ...(isOpen ? { closedAt: sql`clock_timestamp()` } : {}) } : { cancelledAt: null, closedAt: null, endedAt: null })
      .where(
        and(
          eq(meetingOccurrence.id, occurrenceId),
          eq(meetingOccurrence.meetingId, before.id),
          sql`${meetingOccurrence.endsAt} > clock_timestamp()`,
          isCancelled ? isNull(meetingOccurrence.cancelledAt) : isNotNull(meetingOccurrence.cancelledAt),
        ),
      )
      .returning({ startsAt: meetingOccurrence.startsAt });
    if (!changed) return false;
    await tx.update(meeting).set({ sequence: before.sequence + 1, updatedAt: sql`now()` }).where(eq(meeting.id, before.id));
    await recordAudit(tx, actor, { action: isCancelled ? "meeting.occurrence_cancelled" : "meeting.occurrence_restored", target: { type: "meeting", id: before.id }, details: { startsAt: changed.startsAt.toISOString() } });
    await tellPeople(tx, before.id, before.sequence + 1, personOf(actor) === before.hostId);
    await planDue(tx, before.id);
    await wakeMeeting(tx, before.id);
    return true;
  });
}
