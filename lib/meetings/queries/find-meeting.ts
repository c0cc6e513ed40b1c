import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import { room, roomMember } from "@/db/schema/rooms";
import { personOf, type Actor } from "@/lib/authz/actor";
import type { MeetingFacts } from "@/lib/meetings/policy";

/** Of which meeting: by number or by the uuid in its address. */
export type MeetingKey = { id: number } | { uuid: string };

export type MeetingRow = typeof meeting.$inferSelect;
export type OccurrenceRow = typeof meetingOccurrence.$inferSelect;

/** A meeting with what decides about it. `occurrence` is the current one: open, else the next, else the last; null when each single one was cancelled. */
export type FoundMeeting = {
  meeting: MeetingRow;
  room: { id: number; slug: string; name: string };
  occurrence: OccurrenceRow | null;
  /** The database's clock; inside a transaction it is read after the lock. */
  now: Date;
  facts: MeetingFacts;
};

/** The database's clock now, not when the transaction began. */
export async function databaseClock(on: Executor): Promise<Date> {
  const [row] = await on.execute<{ now: string }>(sql`select clock_timestamp() as now`);
  return new Date(row!.now);
}

const isPast = sql`(${meetingOccurrence.endsAt} <= clock_timestamp() or ${meetingOccurrence.closedAt} is not null)`;

/** First those that are not over, the earliest first; then those that are, the latest first. */
export const currentFirst: SQL[] = [sql`${isPast}`, sql`case when ${isPast} then -extract(epoch from ${meetingOccurrence.startsAt}) else extract(epoch from ${meetingOccurrence.startsAt}) end`];

/** The occurrence that a meeting is about now. */
export async function findCurrentOccurrence(on: Executor, meetingId: number): Promise<OccurrenceRow | null> {
  const [row] = await on
    .select()
    .from(meetingOccurrence)
    .where(and(eq(meetingOccurrence.meetingId, meetingId), isNull(meetingOccurrence.cancelledAt)))
    .orderBy(...currentFirst)
    .limit(1);
  return row ?? null;
}

/** A meeting as policies see it. `lock` takes its row, which everything that changes it or its occurrences does first. Null where there is none. */
export async function findMeetingFacts(on: Executor, actor: Actor, key: MeetingKey, lock = false): Promise<FoundMeeting | null> {
  const rows = on.select().from(meeting).where("id" in key ? eq(meeting.id, key.id) : eq(meeting.uuid, key.uuid));
  const [found] = await (lock ? rows.for("no key update") : rows);
  if (!found) return null;
  const userId = personOf(actor) ?? 0;
  const [place] = await on
    .select({
      id: room.id,
      slug: room.slug,
      name: room.name,
      isDeleted: sql<boolean>`${room.deletedAt} is not null`,
      role: roomMember.role,
      isAttendee: sql<boolean>`exists (select from ${meetingAttendee} where ${meetingAttendee.meetingId} = ${found.id} and ${meetingAttendee.userId} = ${userId} and ${meetingAttendee.removedAt} is null)`,
    })
    .from(room)
    .leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId)))
    .where(eq(room.id, found.roomId));
  if (!place) return null;
  return {
    meeting: found,
    room: { id: place.id, slug: place.slug, name: place.name },
    occurrence: await findCurrentOccurrence(on, found.id),
    now: await databaseClock(on),
    facts: { hostId: found.hostId, ownsRoom: found.ownsRoom, roomRole: place.role, isAttendee: place.isAttendee, isRoomDeleted: place.isDeleted, isCancelled: found.cancelledAt !== null },
  };
}
