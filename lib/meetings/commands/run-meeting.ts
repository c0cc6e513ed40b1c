import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { meetingOccurrence } from "@/db/schema/meetings";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { lockMeeting } from "@/lib/meetings/commands/lock-meeting";
import type { MeetingWindow } from "@/lib/meetings/contract";
import { planDue } from "@/lib/meetings/planning";
import { canEndMeeting, canExtend, canOpenEarly } from "@/lib/meetings/policy";
import { findMeetingFacts, type FoundMeeting, type MeetingKey, type OccurrenceRow } from "@/lib/meetings/queries/find-meeting";
import { toWindow } from "@/lib/meetings/queries/get-window";
import { wakeMeeting } from "@/lib/meetings/wake";

function requireOccurrence({ occurrence }: FoundMeeting): OccurrenceRow {
  if (!occurrence) throw new AppError("conflict", "This meeting has no time left.");
  return occurrence;
}

async function windowAfter(tx: Tx, actor: Actor, meetingId: number): Promise<MeetingWindow> {
  return toWindow((await findMeetingFacts(tx, actor, { id: meetingId }))!);
}

/** Opens a meeting before its start, for all who may come. @throws AppError unauthenticated, not_found, forbidden, conflict */
export async function openMeetingEarly(actor: Actor, key: MeetingKey): Promise<MeetingWindow> {
  return transaction(async (tx) => {
    const found = await lockMeeting(tx, actor, key);
    const occurrence = requireOccurrence(found);
    authorize(canOpenEarly(actor, found.facts, occurrence, found.now));
    await tx.update(meetingOccurrence).set({ openedAt: sql`clock_timestamp()` }).where(eq(meetingOccurrence.id, occurrence.id));
    await recordAudit(tx, actor, { action: "meeting.opened", target: { type: "meeting", id: found.meeting.id } });
    await wakeMeeting(tx, found.meeting.id);
    return windowAfter(tx, actor, found.meeting.id);
  });
}

/** Adds minutes to the end of a meeting that is open. @throws AppError unauthenticated, not_found, forbidden, conflict */
export async function extendMeeting(actor: Actor, key: MeetingKey, minutes: number): Promise<MeetingWindow> {
  return transaction(async (tx) => {
    const found = await lockMeeting(tx, actor, key);
    const occurrence = requireOccurrence(found);
    const [next] = await tx
      .select({ startsAt: meetingOccurrence.startsAt })
      .from(meetingOccurrence)
      .where(and(eq(meetingOccurrence.meetingId, found.meeting.id), gt(meetingOccurrence.startsAt, occurrence.startsAt), isNull(meetingOccurrence.cancelledAt)))
      .orderBy(asc(meetingOccurrence.startsAt))
      .limit(1);
    authorize(canExtend(actor, found.facts, occurrence, found.now, minutes, next?.startsAt ?? null));
    await tx
      .update(meetingOccurrence)
      .set({ endsAt: new Date(occurrence.endsAt.getTime() + minutes * 60_000), extendedMinutes: occurrence.extendedMinutes + minutes })
      .where(eq(meetingOccurrence.id, occurrence.id));
    await recordAudit(tx, actor, { action: "meeting.extended", target: { type: "meeting", id: found.meeting.id }, details: { minutes } });
    await planDue(tx, found.meeting.id);
    await wakeMeeting(tx, found.meeting.id);
    return windowAfter(tx, actor, found.meeting.id);
  });
}

/** Ends a meeting that is open; its call closes for all. @throws AppError unauthenticated, not_found, forbidden, conflict */
export async function endMeeting(actor: Actor, key: MeetingKey): Promise<MeetingWindow> {
  return transaction(async (tx) => {
    const found = await lockMeeting(tx, actor, key);
    const occurrence = requireOccurrence(found);
    authorize(canEndMeeting(actor, found.facts, occurrence, found.now));
    await tx.update(meetingOccurrence).set({ closedAt: sql`clock_timestamp()` }).where(eq(meetingOccurrence.id, occurrence.id));
    await recordAudit(tx, actor, { action: "meeting.ended", target: { type: "meeting", id: found.meeting.id } });
    await planDue(tx, found.meeting.id);
    await wakeMeeting(tx, found.meeting.id);
    return windowAfter(tx, actor, found.meeting.id);
  });
}
