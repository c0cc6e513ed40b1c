import { and, asc, count, desc, eq, isNull, or, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { user } from "@/db/schema/accounts";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import { room, roomMember } from "@/db/schema/rooms";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import type { MeetingDto, MeetingItem } from "@/lib/meetings/contract";
import { uniqueNameOf } from "@/lib/meetings/names";
import { canAdministerMeetings, canListMeetings, canManageMeeting, canReadMeeting, stateAt } from "@/lib/meetings/policy";
import { findMeetingFacts } from "@/lib/meetings/queries/find-meeting";
import { toMeetingDto } from "@/lib/meetings/queries/meeting-dto";

export type MeetingTime = "upcoming" | "past";
type Page = { when: MeetingTime; limit: number; offset?: number };
export type MeetingPage = { items: MeetingItem[]; count: number };

const isOver = sql`(${meetingOccurrence.endsAt} <= clock_timestamp() or ${meetingOccurrence.closedAt} is not null)`;

const columns = {
  meetingId: meeting.id,
  roomId: meeting.roomId,
  uuid: meeting.uuid,
  occurrence: meetingOccurrence,
  title: meeting.title,
  hostId: meeting.hostId,
  hostName: user.name,
  timeZone: meeting.timeZone,
  rrule: meeting.rrule,
  ownsRoom: meeting.ownsRoom,
  cancelledAt: meeting.cancelledAt,
  role: roomMember.role,
  now: sql<string>`clock_timestamp()`,
};

/** Times of meetings as lines of a table, by when they take place. What was cancelled stays in the past's list only. */
async function listWhere(actor: Actor, which: SQL | undefined, { when, limit, offset = 0 }: Page): Promise<MeetingPage> {
  const userId = personOf(actor) ?? 0;
  const isGone = sql`(${meeting.cancelledAt} is not null or ${meetingOccurrence.cancelledAt} is not null)`;
  // Of a repeated meeting that was cancelled as a whole, the first time that will not be stands for all of them.
  const isFirstGone = sql`(${meetingOccurrence.cancelledAt} is not null or (${meeting.cancelledAt} is not null and not exists (select from meeting_occurrence earlier where earlier.meeting_id = ${meeting.id} and earlier.starts_at < ${meetingOccurrence.startsAt} and earlier.ends_at > clock_timestamp())))`;
  const inTime = when === "upcoming" ? sql`not ${isOver} and not ${isGone}` : sql`(${isOver} or ${isFirstGone})`;
  const where = and(isNull(room.deletedAt), inTime, which);
  const [rows, totals] = await Promise.all([
    db()
      .select(columns)
      .from(meetingOccurrence)
      .innerJoin(meeting, eq(meeting.id, meetingOccurrence.meetingId))
      .innerJoin(room, eq(room.id, meeting.roomId))
      .leftJoin(user, eq(user.id, meeting.hostId))
      .leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId)))
      .where(where)
      .orderBy(when === "upcoming" ? asc(meetingOccurrence.startsAt) : desc(meetingOccurrence.startsAt), asc(meetingOccurrence.id))
      .limit(limit)
      .offset(offset),
    db()
      .select({ count: count() })
      .from(meetingOccurrence)
      .innerJoin(meeting, eq(meeting.id, meetingOccurrence.meetingId))
      .innerJoin(room, eq(room.id, meeting.roomId))
      .leftJoin(user, eq(user.id, meeting.hostId))
      .leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId)))
      .where(where),
  ]);
  return {
    count: totals[0]?.count ?? 0,
    items: rows.map(({ uuid, occurrence, role, now, ownsRoom, rrule, cancelledAt, ...row }) => ({
      ...row,
      occurrenceId: occurrence.id,
      uniqueName: uniqueNameOf(row.title, uuid),
      startsAt: occurrence.startsAt,
      endsAt: occurrence.closedAt ?? occurrence.endsAt,
      state: cancelledAt !== null ? "over" : stateAt(occurrence, new Date(now)),
      isRepeated: rrule !== null,
      isCancelled: cancelledAt !== null || occurrence.cancelledAt !== null,
      isMeetingCancelled: cancelledAt !== null,
      canManage: canManageMeeting(actor, { hostId: row.hostId, ownsRoom, roomRole: role, isAttendee: true, isRoomDeleted: false, isCancelled: cancelledAt !== null }).allowed,
    })),
  };
}

/** What a person hosts, is asked to come to, or has in one of their rooms. */
function isOnesOwn(userId: number): SQL {
  return or(
    eq(meeting.hostId, userId),
    sql`${roomMember.userId} is not null`,
    sql`exists (select from ${meetingAttendee} where ${meetingAttendee.meetingId} = ${meeting.id} and ${meetingAttendee.userId} = ${userId} and ${meetingAttendee.removedAt} is null)`,
  )!;
}

/** One's own meetings: the next first, or the last one back. @throws AppError unauthenticated, forbidden */
export async function listMeetings(actor: Actor, page: Page): Promise<MeetingPage> {
  authorize(canListMeetings(actor));
  return listWhere(actor, isOnesOwn(requirePerson(actor)), page);
}

/** The meetings of one room, for its members. Authorization is the caller's: who reads the room reads its schedule. */
export async function listRoomMeetings(actor: Actor, roomId: number, page: Page): Promise<MeetingPage> {
  return listWhere(actor, eq(meeting.roomId, roomId), page);
}

/** The meetings of everybody whose title or host holds `text`. @throws AppError unauthenticated, forbidden */
export async function listAllMeetings(actor: Actor, text: string, page: Page): Promise<MeetingPage> {
  authorize(canAdministerMeetings(actor));
  const pattern = `%${escapeLike(text)}%`;
  return listWhere(actor, text === "" ? undefined : sql`(${meeting.title} ilike ${pattern} or ${user.name} ilike ${pattern})`, page);
}

/** One's own meetings as programs get them, the newest first. `before` is the id of the last one seen. @throws AppError unauthenticated, forbidden */
export async function listMeetingDtos(actor: Actor, { limit, before }: { limit: number; before: number | null }): Promise<{ count: number; meetings: MeetingDto[]; next: number | null }> {
  authorize(canListMeetings(actor));
  const userId = requirePerson(actor);
  const mine = and(isNull(room.deletedAt), isOnesOwn(userId));
  const from = () => db().select({ id: meeting.id }).from(meeting).innerJoin(room, eq(room.id, meeting.roomId)).leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId)));
  const [rows, all] = await Promise.all([
    from().where(and(mine, before === null ? undefined : sql`${meeting.id} < ${before}`)).orderBy(desc(meeting.id)).limit(limit + 1),
    db().select({ count: count() }).from(from().where(mine).as("mine")),
  ]);
  const shown = rows.slice(0, limit);
  const found = await Promise.all(shown.map(({ id }) => findMeetingFacts(db(), actor, { id })));
  return {
    count: all[0]?.count ?? 0,
    meetings: found.filter((each) => each !== null).map(toMeetingDto),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** One meeting as programs get it. @throws AppError unauthenticated, not_found, forbidden */
export async function getMeetingDto(actor: Actor, id: number): Promise<MeetingDto> {
  const found = await findMeetingFacts(db(), actor, { id });
  if (!found) throw new AppError("not_found");
  authorize(canReadMeeting(actor, found.facts));
  return toMeetingDto(found);
}
