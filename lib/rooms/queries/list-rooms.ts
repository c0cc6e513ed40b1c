import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import type { RoomListItem } from "@/lib/rooms/contract";
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

/** One's own rooms, the one last written in first. @throws AppError unauthenticated */
export async function listRooms(actor: Actor, { limit, after = null }: { limit: number; after?: RoomListCursor | null }): Promise<RoomListPage> {
  authorize(canListRooms(actor));
  const userId = requirePerson(actor);
  // What two people write to each other is no program's business.
  const mine = and(eq(roomMember.userId, userId), isNull(room.deletedAt), actor.kind === "application" ? eq(room.kind, "room") : undefined);
  const { lastMessage, ...columns } = roomColumns;
  // First which rooms, then what is in them: a thousand rooms have a thousand last messages.
  const page = db()
    .select({ ...columns, kind: room.kind, lastMessageId: room.lastMessageId, readVersion: roomMember.readVersion, muted: roomMember.muted })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(and(mine, after ? sql`(${room.bumpedAt}, ${room.id}) < (${new Date(after.bumpedAtMs).toISOString()}::timestamptz, ${after.id}::bigint)` : undefined))
    .orderBy(desc(room.bumpedAt), desc(room.id))
    .limit(limit + 1)
    .as("page");
  const [rows, totals] = await Promise.all([
    db()
      .select({ id: page.id, name: page.name, slug: page.slug, version: page.version, bumpedAt: page.bumpedAt, memberCount: page.memberCount, muted: page.muted, direct: otherPerson(page, userId), lastMessage, unread: unreadAfter(page, page.readVersion, userId), mentions: mentionsAfter(page, page.readVersion, userId) })
      .from(page)
      .leftJoin(message, eq(message.id, page.lastMessageId))
      .leftJoin(user, eq(user.id, message.userId))
      .orderBy(desc(page.bumpedAt), desc(page.id)),
    db().select({ count: count() }).from(roomMember).innerJoin(room, eq(room.id, roomMember.roomId)).where(mine),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    count: totals[0]?.count ?? 0,
    rooms: shown.map((row) => ({ ...toRoom(row), unread: row.unread, mentions: row.mentions, muted: row.muted })),
    next: rows.length > limit && last ? { bumpedAtMs: last.bumpedAt.getTime(), id: last.id } : null,
  };
}
