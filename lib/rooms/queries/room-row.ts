import { eq, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room } from "@/db/schema/rooms";
import { subquery } from "@/db/subquery";
import { formerUser } from "@/lib/chat/contract";
import { messageColumns, toMessage, type MessageRow } from "@/lib/chat/queries/message-row";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { Direct, Room } from "@/lib/rooms/contract";

/** What is selected of a room, with its last message and the author of that. */
export const roomColumns = {
  id: room.id,
  name: room.name,
  slug: room.slug,
  version: room.version,
  bumpedAt: room.bumpedAt,
  memberCount: room.memberCount,
  lastMessage: messageColumns,
};

/** The other one of a direct conversation as a column; null of every other room. */
export function otherPerson(at: { id: SQLWrapper; kind: SQLWrapper }, viewerId: number): SQL<Direct | null> {
  return subquery<Direct | null>(sql`select case when ${at.kind} = 'direct' then coalesce((
    select jsonb_build_object('id', u.id, 'username', u.name, 'active', u.is_active) from room_member m join "user" u on u.id = m.user_id where m.room_id = ${at.id} and m.user_id <> ${viewerId} limit 1
  ), jsonb_build_object('id', 0, 'username', ${formerUser.username}::text, 'active', false)) end`);
}

type RoomRow = { direct?: Direct | null; id: number; name: string; slug: string; version: number; bumpedAt: Date; memberCount: number; lastMessage: { [Key in keyof MessageRow]: MessageRow[Key] | null } };

export function toRoom(row: RoomRow): Room {
  const last = row.lastMessage;
  return {
    id: row.id,
    name: row.direct?.username ?? row.name,
    slug: row.slug,
    version: row.version,
    bumped_at: toTimestamp(row.bumpedAt),
    member_count: row.memberCount,
    last_message: last.id === null ? null : toMessage(last as MessageRow),
    ...(row.direct ? { direct: row.direct } : {}),
  };
}

/**
 * The room as its members' clients get it; authorization is the caller's. `viewerId`: as this person sees it, for whom a
 * direct conversation has the other one's name; without, as events tell it. @throws AppError not_found
 */
export async function readRoom(on: Executor, roomId: number, viewerId?: number): Promise<Room> {
  const [row] = await on
    .select({ ...roomColumns, ...(viewerId === undefined ? {} : { direct: otherPerson(room, viewerId) }) })
    .from(room)
    .leftJoin(message, eq(message.id, room.lastMessageId))
    .leftJoin(user, eq(user.id, message.userId))
    .where(eq(room.id, roomId));
  if (!row) throw new AppError("not_found");
  return toRoom(row);
}
