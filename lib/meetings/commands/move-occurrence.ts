import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { recordAudit } from "@/lib/audit/record";
import { personOf, type Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { lockMeeting } from "@/lib/meetings/commands/lock-meeting";
import { tellPeople } from "@/lib/meetings/commands/tell-people";
import type { UpdateOccurrenceInput } from "@/lib/meetings/contract";
import { endOf } from "@/lib/meetings/occurrences";
import { planDue } from "@/lib/meetings/planning";
import { stateAt } from "@/lib/meetings/policy";
import type { MeetingKey } from "@/lib/meetings/queries/find-meeting";
import { wakeMeeting } from "@/lib/meetings/wake";

/**
 * Moves one time of a repeated meeting; the others stay. @throws AppError unauthenticated, not_found, forbidden; conflict
 * for one that has begun or is over, and where another time of the same meeting lies
 */
export async function moveOccurrence(actor: Actor, key: MeetingKey, occurrenceId: number, input: UpdateOccurrenceInput): Promise<void> {
  await transaction(async (tx) => {
    const { meeting: before, now } = await lockMeeting(tx, actor, key);
    const [occurrence] = await tx.select().from(meetingOccurrence).where(and(eq(meetingOccurrence.id, occurrenceId), eq(meetingOccurrence.meetingId, before.id)));
    if (!occurrence) throw new AppError("not_found");
    if (before.rrule === null) throw new AppError("conflict", "This meeting takes place once: change the meeting itself.");
    if (before.cancelledAt !== null || stateAt(occurrence, now) !== "upcoming") throw new AppError("conflict", "This meeting has begun or is over.");
    const endsAt = endOf(input.starts_at, input.duration_minutes);
    if (endsAt <= now) throw new AppError("conflict", "This would be over already.");
    const [other] = await tx
      .select({ id: meetingOccurrence.id })
      .from(meetingOccurrence)
      .where(
        and(
          eq(meetingOccurrence.meetingId, before.id),
          ne(meetingOccurrence.id, occurrenceId),
          isNull(meetingOccurrence.cancelledAt),
          sql`${meetingOccurrence.startsAt} < ${endsAt.toISOString()}::timestamptz and ${meetingOccurrence.endsAt} > ${input.starts_at.toISOString()}::timestamptz`,
        ),
      )
      .limit(1);
    if (other) throw new AppError("conflict", "Another time of this meeting lies there.");
    await tx.update(meetingOccurrence).set({ startsAt: input.starts_at, endsAt, extendedMinutes: 0 }).where(eq(meetingOccurrence.id, occurrenceId));
    await tx.update(meeting).set({ sequence: before.sequence + 1, updatedAt: sql`now()` }).where(eq(meeting.id, before.id));
    await recordAudit(tx, actor, { action: "meeting.occurrence_moved", target: { type: "meeting", id: before.id }, details: { from: occurrence.startsAt.toISOString(), to: input.starts_at.toISOString() } });
    await tellPeople(tx, before.id, before.sequence + 1, personOf(actor) === before.hostId);
    await planDue(tx, before.id);
    await wakeMeeting(tx, before.id);
  });
}
