import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import { room, roomMember } from "@/db/schema/rooms";
import type { CalendarEntry } from "@/lib/meetings/calendar";
import type { MeetingRow, OccurrenceRow } from "@/lib/meetings/queries/find-meeting";
import { meetingUrl } from "@/lib/meetings/queries/meeting-dto";

type Host = { name: string; email: string } | null;

/** Times that a calendar could not know from the rule; of a meeting without one its only time. */
async function timesOf(meetingIds: number[]): Promise<Map<number, OccurrenceRow[]>> {
  const times = new Map<number, OccurrenceRow[]>(meetingIds.map((id) => [id, []]));
  if (meetingIds.length === 0) return times;
  const usualLength = sql`make_interval(mins => ${meeting.durationMinutes} + ${meetingOccurrence.extendedMinutes})`;
  const rows = await db()
    .select({ occurrence: meetingOccurrence })
    .from(meetingOccurrence)
    .innerJoin(meeting, eq(meeting.id, meetingOccurrence.meetingId))
    .where(
      and(
        inArray(meetingOccurrence.meetingId, meetingIds),
        sql`(${meeting.rrule} is null or ${meetingOccurrence.cancelledAt} is not null or ${meetingOccurrence.startsAt} <> ${meetingOccurrence.originalStartsAt} or ${meetingOccurrence.endsAt} <> ${meetingOccurrence.startsAt} + ${usualLength})`,
      ),
    )
    .orderBy(meetingOccurrence.originalStartsAt);
  for (const { occurrence } of rows) times.get(occurrence.meetingId)?.push(occurrence);
  return times;
}

function toEntry(row: MeetingRow, host: Host, times: OccurrenceRow[], attendee: CalendarEntry["attendee"]): CalendarEntry {
  const only = row.rrule === null ? times[0] : undefined;
  const endsAt = new Date(row.startsAt.getTime() + row.durationMinutes * 60_000);
  return {
    uuid: row.uuid,
    title: row.title,
    url: meetingUrl(row.title, row.uuid),
    startsAt: only?.startsAt ?? row.startsAt,
    endsAt: only?.endsAt ?? endsAt,
    timeZone: row.timeZone,
    rrule: row.rrule,
    sequence: row.sequence,
    isCancelled: row.cancelledAt !== null,
    updatedAt: row.updatedAt,
    host,
    attendee,
    exceptions: row.rrule === null ? [] : times.map(({ originalStartsAt, startsAt, endsAt: until, cancelledAt }) => ({ originalStartsAt, startsAt, endsAt: until, isCancelled: cancelledAt !== null })),
  };
}

/** One meeting as the calendar of one reader has it; null where there is none. Authorization is the caller's. */
export async function findCalendarEntry(meetingId: number, attendee: CalendarEntry["attendee"]): Promise<CalendarEntry | null> {
  const [found] = await db().select({ meeting, host: { name: user.name, email: user.email } }).from(meeting).leftJoin(user, eq(user.id, meeting.hostId)).where(eq(meeting.id, meetingId));
  if (!found) return null;
  return toEntry(found.meeting, found.host, (await timesOf([meetingId])).get(meetingId) ?? [], attendee);
}

/** What a person's feed holds: the last weeks and all that comes, of what they host, are asked to, or have in their rooms. */
const feedPastDays = 60;
const feedMax = 500;

/** The meetings of a person's own feed; cancelled ones too, marked so. Authorization is the caller's. */
export async function listFeedEntries(userId: number): Promise<CalendarEntry[]> {
  const attendance = and(eq(meetingAttendee.meetingId, meeting.id), eq(meetingAttendee.userId, userId), isNull(meetingAttendee.removedAt));
  const rows = await db()
    .select({ meeting, host: { name: user.name, email: user.email }, attendee: { email: meetingAttendee.email, response: meetingAttendee.response } })
    .from(meeting)
    .innerJoin(room, and(eq(room.id, meeting.roomId), isNull(room.deletedAt)))
    .leftJoin(user, eq(user.id, meeting.hostId))
    .leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId)))
    .leftJoin(meetingAttendee, attendance)
    .where(
      and(
        sql`(${meeting.hostId} = ${userId} or ${roomMember.userId} is not null or ${meetingAttendee.id} is not null)`,
        sql`exists (select from meeting_occurrence o where o.meeting_id = ${meeting.id} and o.ends_at > now() - make_interval(days => ${feedPastDays}))`,
      ),
    )
    .orderBy(sql`${meeting.updatedAt} desc`)
    .limit(feedMax);
  const times = await timesOf(rows.map((row) => row.meeting.id));
  // Whoever only shares a room with the host does not learn their address.
  const hostFor = (row: (typeof rows)[number]) => (row.attendee || row.meeting.hostId === userId ? row.host : null);
  return rows.map((row) => toEntry(row.meeting, hostFor(row), times.get(row.meeting.id) ?? [], row.attendee));
}
