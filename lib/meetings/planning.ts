import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { settings } from "@/lib/core/settings";
import { meetingEndDue, meetingReminderDue } from "@/lib/meetings/contract";
import { recordEvent } from "@/lib/platform/jobs";

type Due = { id: number; at: string };

/**
 * Starts the runs that wait for what is due soon: reminders that are still ahead, or that passed while no worker ran and
 * whose meeting has not begun, and ends, also those that passed without being carried out. A meeting that was made or
 * moved in its last minutes reminds nobody: they were just told. Asked each minute for all meetings and at each change for one; an event's id is made of
 * its occurrence and time, so that asking again starts nothing twice. Answers how many are due.
 */
export async function planDue(tx: Tx, meetingId: number | null = null): Promise<number> {
  const ofMeeting = meetingId === null ? sql`` : sql`and m.id = ${meetingId}`;
  const soon = sql`clock_timestamp() + make_interval(secs => ${settings.meetingPlanSeconds + 60})`;
  const remindAt = sql`o.starts_at - make_interval(secs => ${settings.meetingReminderSeconds})`;
  const reminders = await tx.execute<Due>(sql`
    select o.id::int as id, o.starts_at as at
    from meeting_occurrence o join meeting m on m.id = o.meeting_id
    where o.starts_at > clock_timestamp() and ${remindAt} <= ${soon} and (${remindAt} > clock_timestamp() or m.updated_at < ${remindAt})
      and o.cancelled_at is null and m.cancelled_at is null ${ofMeeting}`);
  const ends = await tx.execute<Due>(sql`
    select o.id::int as id, least(o.ends_at, o.closed_at) as at
    from meeting_occurrence o join meeting m on m.id = o.meeting_id
    where o.ended_at is null and least(o.ends_at, o.closed_at) <= ${soon} ${ofMeeting}`);
  for (const { id, at } of reminders) {
    const startsAtMs = new Date(at).getTime();
    await recordEvent(tx, meetingReminderDue.create({ occurrenceId: id, startsAtMs }, { id: `meeting-reminder:${id}:${startsAtMs}` }));
  }
  for (const { id, at } of ends) {
    const endsAtMs = new Date(at).getTime();
    await recordEvent(tx, meetingEndDue.create({ occurrenceId: id, endsAtMs }, { id: `meeting-end:${id}:${endsAtMs}` }));
  }
  return reminders.length + ends.length;
}

/** The same for every meeting, in a transaction of its own: for the job. */
export function planAllDue(): Promise<number> {
  return transaction((tx) => planDue(tx));
}
