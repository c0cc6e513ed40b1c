import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room } from "@/db/schema/rooms";
import { messageColumns, toMessage, type MessageRow } from "@/lib/chat/queries/message-row";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { Room } from "@/lib/rooms/contract";

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

type RoomRow = { id: number; name: string; slug: string; version: number; bumpedAt: Date; memberCount: number; lastMessage: { [Key in keyof MessageRow]: MessageRow[Key] | null } };

export function toRoom(row: RoomRow): Room {
  const last = row.lastMessage;
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    version: row.version,
    bumped_at: toTimestamp(row.bumpedAt),
    member_count: row.memberCount,
    last_message: last.id === null ? null : toMessage(last as MessageRow),
  };
}

/** The room as its members' clients get it; authorization is the caller's. @throws AppError not_found */
export async function readRoom(on: Executor, roomId: number): Promise<Room> {
  const [row] = await on
    .select(roomColumns)
    .from(room)
    .leftJoin(message, eq(message.id, room.lastMessageId))
    .leftJoin(user, eq(user.id, message.userId))
    .where(eq(room.id, roomId));
  if (!row) throw new AppError("not_found");
  return toRoom(row);
}
