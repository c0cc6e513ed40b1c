import { and, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import type { Room, RoomListItem } from "@/lib/rooms/contract";
import { canListRooms } from "@/lib/rooms/policy";
import { otherPerson, roomColumns, toRoom } from "@/lib/rooms/queries/room-row";
import { mentionsAfter, unreadAfter } from "@/lib/rooms/queries/unread";

/** A place in the list: the last bump in epoch milliseconds, and the id among those bumped at once. */
export type RoomListCursor = { bumpedAtMs: number; id: number };
export type RoomListPage = { count: number; rooms: RoomListItem[]; next: RoomListCursor | null };

/** `<epoch milliseconds>-<room id>`, made by us; what is no such place starts at the top. */
export function parseRoomListCursor(text: string | undefined): RoomListCursor | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "");
  return match ? { bumpedAtMs: Number(match[1]), id: Number(match[2]) } : null;
}

type Which = { limit: number; after?: RoomListCursor | null };

/**
 * A page of somebody's rooms, still to be selected from: first which rooms, then what is in them, since a thousand rooms
 * have a thousand last messages. How many rooms there are in all is counted on the way.
 */
function pageOf(actor: Actor, userId: number, { limit, after = null }: Which) {
  const { lastMessage: _lastMessage, ...columns } = roomColumns;
  const mine = db()
    .select({ ...columns, kind: room.kind, lastMessageId: room.lastMessageId, readVersion: roomMember.readVersion, muted: roomMember.muted, total: sql<number>`count(*) over ()`.mapWith(Number).as("total") })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(isMine(actor, userId))
    .as("mine");
  return db()
    .select()
    .from(mine)
    .where(after ? sql`(${mine.bumpedAt}, ${mine.id}) < (${new Date(after.bumpedAtMs).toISOString()}::timestamptz, ${after.id}::bigint)` : undefined)
    .orderBy(desc(mine.bumpedAt), desc(mine.id))
    .limit(limit + 1)
    .as("page");
}

/** What two people write to each other is no program's business. */
const isMine = (actor: Actor, userId: number) => and(eq(roomMember.userId, userId), isNull(room.deletedAt), actor.kind === "application" ? eq(room.kind, "room") : undefined);

/** Selects a page, with what is asked for besides. */
function selectPage<Extra extends Record<string, SQL>>(page: ReturnType<typeof pageOf>, userId: number, extra: Extra) {
  return db()
    .select({ id: page.id, name: page.name, slug: page.slug, version: page.version, bumpedAt: page.bumpedAt, memberCount: page.memberCount, muted: page.muted, direct: otherPerson(page, userId), lastMessage: roomColumns.lastMessage, total: page.total, ...extra })
    .from(page)
    .leftJoin(message, eq(message.id, page.lastMessageId))
    .leftJoin(user, eq(user.id, message.userId))
    .orderBy(desc(page.bumpedAt), desc(page.id));
}

/** What follows from a page's rows: the rooms shown, how many there are, where the next page begins. */
async function toPage<Row extends Parameters<typeof toRoom>[0] & { total: number }, Item>(rows: readonly Row[], { limit, after }: Which, actor: Actor, userId: number, toItem: (row: Row) => Item): Promise<{ count: number; rooms: Item[]; next: RoomListCursor | null }> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  // A place after the last room has no rows that could tell.
  const count = rows[0]?.total ?? (after ? await db().$count(db().select({ id: room.id }).from(roomMember).innerJoin(room, eq(room.id, roomMember.roomId)).where(isMine(actor, userId)).as("mine")) : 0);
  return { count, rooms: shown.map(toItem), next: rows.length > limit && last ? { bumpedAtMs: last.bumpedAt.getTime(), id: last.id } : null };
}

/** One's own rooms, the one last written in first, with how much is unread in each. @throws AppError unauthenticated */
export async function listRooms(actor: Actor, which: Which): Promise<RoomListPage> {
  authorize(canListRooms(actor));
  const userId = requirePerson(actor);
  const page = pageOf(actor, userId, which);
  const rows = await selectPage(page, userId, { unread: unreadAfter(page, page.readVersion, userId), mentions: mentionsAfter(page, page.readVersion, userId) });
  return toPage(rows, which, actor, userId, (row) => ({ ...toRoom(row), unread: row.unread, mentions: row.mentions, muted: row.muted }));
}

/** The same without counting what is unread, most of the cost: for those who show no such numbers. @throws AppError unauthenticated */
export async function listRoomsUncounted(actor: Actor, which: Which): Promise<Omit<RoomListPage, "rooms"> & { rooms: Room[] }> {
  authorize(canListRooms(actor));
  const userId = requirePerson(actor);
  return toPage(await selectPage(pageOf(actor, userId, which), userId, {}), which, actor, userId, toRoom);
}
