import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import type { MeetingState, MeetingWindow } from "@/lib/meetings/contract";
import { uniqueNameOf } from "@/lib/meetings/names";
import { canManageMeeting, canOpenEarly, canReadMeeting } from "@/lib/meetings/policy";
import { findMeetingFacts, type FoundMeeting } from "@/lib/meetings/queries/find-meeting";
import { toWindow } from "@/lib/meetings/queries/get-window";
import { stateOf, timesOf } from "@/lib/meetings/queries/meeting-dto";
import { wallTimeOf } from "@/lib/meetings/schedule";

/** A meeting as its own page shows it to whoever has the address. */
export type MeetingPage = {
  id: number;
  uuid: string;
  title: string;
  uniqueName: string;
  hostName: string | null;
  state: MeetingState;
  isCancelled: boolean;
  startsAt: Date;
  /** Of one that was ended by hand: then. */
  endsAt: Date;
  timeZone: string;
  /** The database's clock when this was read. */
  now: Date;
  roomSlug: string;
  can: { manage: boolean; openEarly: boolean; seeRoom: boolean; read: boolean };
};

async function hostNameOf(hostId: number | null): Promise<string | null> {
  if (hostId === null) return null;
  const [row] = await db().select({ name: user.name }).from(user).where(eq(user.id, hostId));
  return row?.name ?? null;
}

/** The meeting behind an address, or null. Its title and hours are told to whoever has the link. */
export async function findMeetingPage(actor: Actor, uuid: string): Promise<MeetingPage | null> {
  const found = await findMeetingFacts(db(), actor, { uuid });
  if (!found || found.facts.isRoomDeleted) return null;
  const { meeting: row, occurrence, facts, now } = found;
  const { startsAt, endsAt } = timesOf(found);
  return {
    id: row.id,
    uuid: row.uuid,
    title: row.title,
    uniqueName: uniqueNameOf(row.title, row.uuid),
    hostName: await hostNameOf(row.hostId),
    state: stateOf(found),
    isCancelled: row.cancelledAt !== null || occurrence === null,
    startsAt,
    endsAt: occurrence?.closedAt ?? endsAt,
    timeZone: row.timeZone,
    now,
    roomSlug: found.room.slug,
    can: {
      manage: canManageMeeting(actor, facts).allowed,
      openEarly: occurrence !== null && canOpenEarly(actor, facts, occurrence, now).allowed,
      seeRoom: facts.roomRole !== null,
      read: canReadMeeting(actor, facts).allowed,
    },
  };
}

/** A meeting as the form to change it needs it. */
export type EditableMeeting = {
  id: number;
  title: string;
  uniqueName: string;
  startsAt: Date;
  /** What clocks in its zone show at its start. */
  wallTime: string;
  durationMinutes: number;
  timeZone: string;
  rrule: string | null;
  room: { id: number; name: string } | null;
  attendees: string[];
  isCancelled: boolean;
  /** The next times of a repeated one, cancelled ones too. */
  times: { id: number; startsAt: Date; endsAt: Date; wallTime: string; durationMinutes: number; isCancelled: boolean }[];
  moreTimes: number;
};

const timesShown = 12;

async function comingTimes(found: FoundMeeting) {
  if (found.meeting.rrule === null) return { times: [], moreTimes: 0 };
  const coming = and(eq(meetingOccurrence.meetingId, found.meeting.id), sql`${meetingOccurrence.startsAt} > clock_timestamp()`);
  const [rows, all] = await Promise.all([
    db().select().from(meetingOccurrence).where(coming).orderBy(asc(meetingOccurrence.startsAt)).limit(timesShown),
    db().$count(meetingOccurrence, coming),
  ]);
  return {
    times: rows.map(({ id, startsAt, endsAt, cancelledAt }) => ({
      id,
      startsAt,
      endsAt,
      wallTime: wallTimeOf(startsAt, found.meeting.timeZone),
      durationMinutes: Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000),
      isCancelled: cancelledAt !== null,
    })),
    moreTimes: all - rows.length,
  };
}

/** @throws AppError unauthenticated, not_found, forbidden */
export async function getEditableMeeting(actor: Actor, id: number): Promise<EditableMeeting> {
  const found = await findMeetingFacts(db(), actor, { id });
  if (!found) throw new AppError("not_found");
  authorize(canManageMeeting(actor, found.facts));
  const { meeting: row, room } = found;
  const attendees = await db().select({ email: meetingAttendee.email }).from(meetingAttendee).where(and(eq(meetingAttendee.meetingId, id), isNull(meetingAttendee.removedAt))).orderBy(meetingAttendee.id);
  return {
    id,
    title: row.title,
    uniqueName: uniqueNameOf(row.title, row.uuid),
    startsAt: row.startsAt,
    wallTime: wallTimeOf(row.startsAt, row.timeZone),
    durationMinutes: row.durationMinutes,
    timeZone: row.timeZone,
    rrule: row.rrule,
    room: row.ownsRoom ? null : { id: room.id, name: room.name },
    attendees: attendees.map(({ email }) => email),
    isCancelled: row.cancelledAt !== null,
    ...(await comingTimes(found)),
  };
}

/** The address of the meeting that a room belongs to, for those who come to the room outside its hours. Null for other rooms. */
export async function findMeetingOfRoom(slug: string): Promise<string | null> {
  const [row] = await db()
    .select({ title: meeting.title, uuid: meeting.uuid })
    .from(meeting)
    .where(and(eq(meeting.ownsRoom, true), sql`${meeting.roomId} = (select id from room where slug = ${slug} and deleted_at is null)`));
  return row ? `/m/${uniqueNameOf(row.title, row.uuid)}` : null;
}

/** The meeting whose call takes place in its own room, for those who are in it: its window, and whether they may add time. Null for other rooms. */
export async function findCallMeeting(actor: Actor, roomId: number): Promise<{ uuid: string; path: string; window: MeetingWindow; canExtend: boolean } | null> {
  const [row] = await db().select({ id: meeting.id }).from(meeting).where(and(eq(meeting.ownsRoom, true), eq(meeting.roomId, roomId)));
  const found = row ? await findMeetingFacts(db(), actor, { id: row.id }) : null;
  if (!found) return null;
  const { title, uuid } = found.meeting;
  return { uuid, path: `/m/${uniqueNameOf(title, uuid)}`, window: toWindow(found), canExtend: canManageMeeting(actor, found.facts).allowed };
}
