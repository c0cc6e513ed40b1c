import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { invalidFields } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { meetingMistakes } from "@/lib/meetings/contract";
import { checkRule, isTimeZone, startsOf, type Plan } from "@/lib/meetings/schedule";

/** What makes a meeting's times. */
export type Schedule = Plan & { durationMinutes: number };

/** The end of a time that begins then. */
export function endOf(startsAt: Date, durationMinutes: number): Date {
  return new Date(startsAt.getTime() + durationMinutes * 60_000);
}

/** Refuses a schedule that no calendar could follow. @throws AppError invalid_input by field */
export function requireSchedule({ startsAt, timeZone, rrule }: Plan): void {
  if (!isTimeZone(timeZone)) throw invalidFields({ timezone: [meetingMistakes.zoneUnknown] });
  if (rrule === null) return;
  const verdict = checkRule(rrule, startsAt, timeZone);
  if (verdict === "malformed") throw invalidFields({ recurrence: [meetingMistakes.ruleMalformed] });
  if (verdict === "start_not_in_rule") throw invalidFields({ recurrence: [meetingMistakes.ruleNotStart] });
}

/**
 * Writes the times of a schedule from an instant on, as far as the horizon; those that are there already stay as they are.
 * One that takes place once is written whenever it is. Answers how many came.
 */
export async function writeOccurrences(tx: Tx, meetingId: number, schedule: Schedule, from: Date, now: Date): Promise<number> {
  const until = new Date(Math.max(now.getTime(), schedule.startsAt.getTime()) + settings.meetingHorizonSeconds * 1000);
  const starts = startsOf(schedule, from, until, settings.meetingMaxOccurrences);
  await tx.update(meeting).set({ expandedUntil: until }).where(eq(meeting.id, meetingId));
  if (starts.length === 0) return 0;
  const rows = starts.map((startsAt) => ({ meetingId, originalStartsAt: startsAt, startsAt, endsAt: endOf(startsAt, schedule.durationMinutes) }));
  const written = await tx.insert(meetingOccurrence).values(rows).onConflictDoNothing().returning({ id: meetingOccurrence.id });
  return written.length;
}

/** Takes away the times that have not begun and were not opened, so that a new schedule can be written. What was stays. */
export async function dropComingOccurrences(tx: Tx, meetingId: number): Promise<void> {
  await tx
    .delete(meetingOccurrence)
    .where(and(eq(meetingOccurrence.meetingId, meetingId), gt(meetingOccurrence.startsAt, sql`clock_timestamp()`), isNull(meetingOccurrence.openedAt)));
}
