import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { tellPeople } from "@/lib/meetings/commands/tell-people";
import { planDue } from "@/lib/meetings/planning";
import { wakeMeeting } from "@/lib/meetings/wake";

/**
 * Cancels what somebody whose account is deleted would have hosted; what is over stays as it was, without a host. Doing it
 * twice is doing it once. Answers how many.
 */
export async function cancelMeetingsOf(personId: number): Promise<number> {
  const hasTimeLeft = sql`exists (select from ${meetingOccurrence} where ${meetingOccurrence.meetingId} = ${meeting.id} and ${meetingOccurrence.endsAt} > now() and ${meetingOccurrence.cancelledAt} is null)`;
  const hosted = await db().select({ id: meeting.id }).from(meeting).where(and(eq(meeting.hostId, personId), isNull(meeting.cancelledAt), hasTimeLeft));
  for (const { id } of hosted) {
    await transaction(async (tx) => {
      const [cancelled] = await tx
        .update(meeting)
        .set({ cancelledAt: sql`clock_timestamp()`, sequence: sql`${meeting.sequence} + 1`, updatedAt: sql`now()` })
        .where(and(eq(meeting.id, id), isNull(meeting.cancelledAt)))
        .returning({ sequence: meeting.sequence });
      if (!cancelled) return;
      await tx
        .update(meetingOccurrence)
        .set({ closedAt: sql`clock_timestamp()` })
        .where(and(eq(meetingOccurrence.meetingId, id), isNull(meetingOccurrence.closedAt), sql`${meetingOccurrence.startsAt} <= now() and ${meetingOccurrence.endsAt} > now()`));
      await recordAudit(tx, systemActor, { action: "meeting.cancelled", target: { type: "meeting", id }, details: { hostDeleted: true } });
      await tellPeople(tx, id, cancelled.sequence, true);
      await planDue(tx, id);
      await wakeMeeting(tx, id);
    });
  }
  return hosted.length;
}
