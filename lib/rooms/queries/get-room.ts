import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { prebuilt } from "@/db/prebuilt";
import { user } from "@/db/schema/accounts";
import { room, roomMember } from "@/db/schema/rooms";
import { subquery } from "@/db/subquery";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { readRoomEvents } from "@/lib/events/feed";
import { roomSettings, type AccessLevel, type Direct, type Room, type RoomAbilities, type RoomEvents, type RoomMemberItem, type RoomSettings } from "@/lib/rooms/contract";
import { canExportChat, canInvite, canJoinRoom, canReadRoom, canRetrieveRoom, roomAbilities, secondsBetweenMessages, type RoomFacts } from "@/lib/rooms/policy";
import { askedFor, factColumns, findRoomFacts, toFoundRoom } from "@/lib/rooms/queries/facts";
import { memberOrder } from "@/lib/rooms/queries/list-members";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";
import { readRoom } from "@/lib/rooms/queries/room-row";

/** One of the asker's rooms. @throws AppError not_found, unauthenticated */
export async function getRoom(actor: Actor, roomId: number): Promise<Room> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canRetrieveRoom(actor, found.facts));
  return readRoom(db(), roomId, personOf(actor) ?? 0);
}

/** A room as its page needs it: what anyone with the address may know, and what this person may do. */
export type RoomPage = {
  id: number;
  slug: string;
  name: string;
  /** Of a direct conversation: the other one. */
  direct?: Direct;
  accessLevel: AccessLevel;
  memberCount: number;
  /** Where the room stood when this was read: what is read after it may hold more. */
  version: number;
  /** Whether its chat is switched on; guests of its calls may write then. */
  isChatOn: boolean;
  /** Slow mode: how long this person waits between two messages; 0 for not at all. */
  slowSeconds: number;
  /** Whether this person has muted it. */
  muted: boolean;
  listed: boolean;
  configuration: RoomSettings;
  /** Whether a call runs in it. */
  hasCall: boolean;
  /** Hosts first, then by name; at most a page of them, and none for who may not read the room. */
  members: RoomMemberItem[];
  can: RoomAbilities & { read: boolean; join: boolean; invite: boolean; export: boolean };
};

/** The other one of a direct conversation; null for everybody but the two, for whom there is no such address. */
async function findDirect(actor: Actor, facts: RoomFacts, roomId: number): Promise<Direct | null> {
  return canReadRoom(actor, facts).allowed ? ((await readRoom(db(), roomId, personOf(actor) ?? 0)).direct ?? null) : null;
}

/** With the facts of a room: its first members, in the same statement, since a statement more costs a page more than they do. */
const members = subquery<RoomMemberItem[] | null>(sql`select json_agg(f) from (
  select ${roomMember.userId} as id, ${user.name} as username, ${roomMember.role} as role
  from ${roomMember} join ${user} on ${user.id} = ${roomMember.userId}
  where ${roomMember.roomId} = ${room.id} order by ${sql.join(memberOrder, sql`, `)} limit ${sql.raw(String(settings.pageLimitMax))}) f`);

const pageBySlug = prebuilt((on) => on.select({ ...factColumns, members }).from(room).where(eq(room.slug, sql.placeholder("slug"))).prepare("room_page_by_slug"));

/** The room behind an address, or null: its name is told to whoever has the link. */
export async function findRoomPage(actor: Actor, slug: string): Promise<RoomPage | null> {
  const [row] = await pageBySlug(db()).execute({ ...askedFor(actor), slug });
  if (!row) return null;
  const { room, facts, hasCall, muted } = toFoundRoom(row);
  if (facts.isDeleted) return null;
  const mayRead = canReadRoom(actor, facts).allowed;
  const direct = facts.isDirect ? await findDirect(actor, facts, room.id) : undefined;
  if (direct === null) return null;
  return {
    id: room.id,
    slug: room.slug,
    name: direct?.username ?? room.name,
    ...(direct ? { direct } : {}),
    accessLevel: room.accessLevel,
    memberCount: room.memberCount,
    version: room.version,
    isChatOn: facts.isChatOn,
    slowSeconds: secondsBetweenMessages(facts),
    muted,
    listed: room.listed,
    configuration: roomSettings(room.configuration),
    hasCall,
    members: mayRead ? (row.members ?? []) : [],
    can: {
      read: mayRead,
      join: canJoinRoom(actor, facts).allowed,
      invite: canInvite(actor, facts).allowed,
      export: canExportChat(actor, facts).allowed,
      ...roomAbilities(actor, facts),
    },
  };
}

/** The room's events after a version, oldest first: what a reader's own sequence misses. @throws AppError not_found, unauthenticated */
export async function listRoomEvents(actor: Actor, roomId: number, afterVersion: number): Promise<RoomEvents> {
  const found = await requireReadableRoom(db(), actor, roomId);
  const events = await readRoomEvents([{ roomId, afterVersion }], settings.eventReplayPage);
  const first = events[0];
  const last = events.at(-1);
  return {
    events: events.map(({ roomId: room_id, version, type, body }) => ({ type, body, room_id, version })),
    lost: first ? first.version > afterVersion + 1 : found.room.version > afterVersion,
    more: last !== undefined && last.version < found.room.version,
  };
}
