import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import type { MessageFacts } from "@/lib/chat/policy";
import { messageColumns, type MessageRow } from "@/lib/chat/queries/message-row";
import { AppError } from "@/lib/core/errors";
import type { RoomFacts } from "@/lib/rooms/policy";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";

/** Names a message: by its room too, so that a right in one room is none in another. */
export type MessageKey = { roomId: number; id: number };

export type HeldMessage = { room: RoomFacts; facts: MessageFacts; row: MessageRow };

/** That message, and no line of the system. */
export const isMessage = ({ roomId, id }: MessageKey) => and(eq(message.id, id), eq(message.roomId, roomId), eq(message.kind, "text"));

/**
 * A message that is about to change, with what its verdicts rest on. The room's row is held before the message's is read,
 * as whoever writes takes them. What a reader may not see does not exist. @throws AppError not_found, unauthenticated
 */
export async function holdMessage(tx: Tx, actor: Actor, key: MessageKey): Promise<HeldMessage> {
  const found = await requireReadableRoom(tx, actor, key.roomId);
  await tx.select({ id: room.id }).from(room).where(eq(room.id, key.roomId)).for("no key update");
  const [row] = await tx.select({ ...messageColumns, ageSeconds: sql<number>`extract(epoch from clock_timestamp() - ${message.createdAt})::float8` }).from(message).leftJoin(user, eq(user.id, message.userId)).where(isMessage(key));
  if (!row) throw new AppError("not_found");
  const isOwn = actor.kind === "user" ? row.authorId === actor.userId : actor.kind === "guest" && row.guestId === actor.guestId;
  return { room: found.facts, facts: { isOwn, isDeleted: row.deletedAt !== null, ageSeconds: row.ageSeconds }, row };
}
