import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { prebuilt } from "@/db/prebuilt";
import { call, callBan, callHand, callRemoval, callVisit } from "@/db/schema/calls";
import { meeting } from "@/db/schema/meetings";
import { room, roomMember } from "@/db/schema/rooms";
import { parseUserIdentity } from "@/lib/calls/contract";
import type { EntryFacts } from "@/lib/calls/policy";
import { isAdmittedSql } from "@/lib/lobby/queries/admission";
import { parseId } from "@/lib/core/ids";
import { settings } from "@/lib/core/settings";
import { isMeetingHostSql } from "@/lib/meetings/queries/hosts";
import { findRoomWindow } from "@/lib/meetings/queries/room-window";
import { roomSettings, type RoomSettings } from "@/lib/rooms/contract";

export type CallRoom = { id: number; slug: string; name: string; accessLevel: EntryFacts["room"]["accessLevel"] };
/** A room with what decides about one person's entry, and which of its calls runs. */
export type Entry = {
  room: CallRoom;
  facts: EntryFacts;
  /** Every switch of the room, also those that decide about nobody's entry. */
  switches: RoomSettings;
  callId: number | null;
  /** Whom a host put large on everybody's screen. */
  spotlight: string | null;
  /** Since when this person's hand is up, in ISO 8601; null while it is down. */
  handRaisedAt: string | null;
  /** In the call at this moment, as far as LiveKit has told. */
  isConnected: boolean;
  /** When a call of this room was last closed for all: keys from before open nothing. */
  closedAt: Date | null;
};

const never = sql`'-infinity'::timestamptz`;

/** Rooms that opened with a meeting and close with it have hours; they are read apart, since few rooms have them. */
const isMeetingRoom = sql<boolean>`exists (select from ${meeting} where ${meeting.roomId} = ${room.id} and ${meeting.ownsRoom})`;

const asker = sql.placeholder("identity");
const askingUser = sql.placeholder("userId");

/** What the running call says about an identity, as one row of the room's own query. */
function callFacts() {
  const mine = sql`${callVisit.callId} = ${call.id} and ${callVisit.identity} = ${asker}`;
  const removedAt = sql`(select ${callRemoval.removedAt} from ${callRemoval} where ${callRemoval.callId} = ${call.id} and ${callRemoval.identity} = ${asker})`;
  const grace = sql`now() - make_interval(secs => ${settings.callReturnSeconds})`;
  return {
    callId: call.id,
    spotlight: call.spotlight,
    isLocked: sql<boolean>`${call.lockedAt} is not null`,
    guestsWait: sql<boolean>`${call.guestsWaitAt} is not null`,
    wasRemoved: sql<boolean>`${removedAt} is not null`,
    isInside: sql<boolean>`exists (select from ${callVisit} where ${mine} and not ${callVisit.sentAway} and coalesce(${callVisit.leftAt}, now()) > ${grace} and ${callVisit.joinedAt} > coalesce(${removedAt}, ${never}))`,
    handRaisedAt: sql<string | null>`(select ${callHand.raisedAt} from ${callHand} where ${callHand.callId} = ${call.id} and ${callHand.identity} = ${asker})`,
    isConnected: sql<boolean>`exists (select from ${callVisit} where ${mine} and ${callVisit.leftAt} is null)`,
    participantCount: sql<number>`(select count(distinct ${callVisit.identity}) from ${callVisit} where ${callVisit.callId} = ${call.id} and ${callVisit.leftAt} is null and ${callVisit.identity} <> ${asker})::int`,
    closedAt: sql<string | null>`(select max(past.ended_at) from ${call} past where past.room_id = ${room.id} and past.ended_by <> 'left')`,
    isAdmitted: isAdmittedSql(asker, sql`coalesce(${removedAt}, ${never})`),
    isBanned: sql<boolean>`exists (select from ${callBan} where ${callBan.roomId} = ${room.id} and ${callBan.identity} = ${asker})`,
  };
}

function entryWhere(where: SQL) {
  return prebuilt((on) =>
    on
      .select({ id: room.id, slug: room.slug, name: room.name, accessLevel: room.accessLevel, configuration: room.configuration, role: roomMember.role, isMeetingRoom, isMeetingHost: isMeetingHostSql(sql`${room.id}`, askingUser), ...callFacts() })
      .from(room)
      .leftJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, askingUser)))
      .leftJoin(call, and(eq(call.roomId, room.id), isNull(call.endedAt)))
      // A direct conversation has no calls: nobody in it is a host, and nobody else is let in.
      .where(and(where, isNull(room.deletedAt), eq(room.kind, "room")))
      .prepare("entry"),
  );
}
const entryById = entryWhere(eq(room.id, sql.placeholder("id")));
const entryBySlug = entryWhere(eq(room.slug, sql.placeholder("slug")));

/**
 * All that decides about the entry of an identity into a room (by id or slug), in one query. Null where there is no such
 * room. `identity` is empty for those who have none. The caller has made sure that the account is active.
 */
export async function findEntry(identity: string, idOrSlug: string, on: Executor = db()): Promise<Entry | null> {
  const id = parseId(idOrSlug);
  const userId = parseUserIdentity(identity);
  const asks = { identity, userId: userId ?? 0 };
  const [found] = await (id === null ? entryBySlug(on).execute({ ...asks, slug: idOrSlug }) : entryById(on).execute({ ...asks, id }));
  if (!found) return null;
  const person: EntryFacts["person"] = userId !== null ? { kind: "user", role: found.role } : identity === "" ? { kind: "anonymous" } : { kind: "guest" };
  const switches = roomSettings(found.configuration);
  return {
    switches,
    room: { id: found.id, slug: found.slug, name: found.name, accessLevel: found.accessLevel },
    callId: found.callId,
    spotlight: found.spotlight,
    handRaisedAt: found.handRaisedAt === null ? null : new Date(found.handRaisedAt).toISOString(),
    isConnected: found.isConnected,
    closedAt: found.closedAt === null ? null : new Date(found.closedAt),
    facts: {
      room: { accessLevel: found.accessLevel, settings: switches },
      person,
      isBanned: found.isBanned,
      isInside: found.isInside,
      isAdmitted: found.isAdmitted,
      isMeetingHost: found.isMeetingHost,
      wasRemoved: found.wasRemoved,
      call: { isLocked: found.isLocked, guestsWait: found.guestsWait, participantCount: found.participantCount },
      window: found.isMeetingRoom ? await findRoomWindow(found.id, userId, on) : null,
    },
  };
}
