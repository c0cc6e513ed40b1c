import { and, eq, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import type { MeetingState } from "@/lib/meetings/contract";
import { stateAt } from "@/lib/meetings/policy";
import { currentFirst } from "@/lib/meetings/queries/find-meeting";

/** The hours of a room that a meeting made for itself, as one person meets them. */
export type RoomWindow = { meetingId: number; meetingUuid: string; title: string; state: MeetingState; startsAt: Date; endsAt: Date; isInvited: boolean };

/**
 * The window of a room by the database's clock; null for rooms that no meeting owns, which are always open. Asked at
 * each join token and each connection.
 */
export async function findRoomWindow(roomId: number, userId: number | null, on: Executor = db()): Promise<RoomWindow | null> {
  const [found] = await on
    .select({
      meeting: { id: meeting.id, uuid: meeting.uuid, title: meeting.title, startsAt: meeting.startsAt, durationMinutes: meeting.durationMinutes, cancelledAt: meeting.cancelledAt },
      occurrence: meetingOccurrence,
      isInvited: sql<boolean>`exists (select from ${meetingAttendee} where ${meetingAttendee.meetingId} = ${meeting.id} and ${meetingAttendee.userId} = ${userId ?? 0} and ${meetingAttendee.removedAt} is null)`,
      now: sql<string>`clock_timestamp()`,
    })
    .from(meeting)
    .leftJoin(meetingOccurrence, and(eq(meetingOccurrence.meetingId, meeting.id), isNull(meetingOccurrence.cancelledAt)))
    .where(and(eq(meeting.roomId, roomId), eq(meeting.ownsRoom, true)))
    .orderBy(...currentFirst)
    .limit(1);
  if (!found) return null;
  const { occurrence } = found;
  const times = occurrence ?? { startsAt: found.meeting.startsAt, endsAt: new Date(found.meeting.startsAt.getTime() + found.meeting.durationMinutes * 60_000) };
  return {
    meetingId: found.meeting.id,
    meetingUuid: found.meeting.uuid,
    title: found.meeting.title,
    state: found.meeting.cancelledAt !== null || !occurrence ? "over" : stateAt(occurrence, new Date(found.now)),
    // Of one that was ended by hand: then.
    startsAt: times.startsAt,
    endsAt: occurrence?.closedAt ?? times.endsAt,
    isInvited: found.isInvited,
  };
}
