import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import type { Message } from "@/lib/chat/contract";
import { messageColumns, toMessage } from "@/lib/chat/queries/message-row";
import { AppError } from "@/lib/core/errors";
import { canReadChat } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

export type MessageRange = { limit: number; beforeVersion?: number | undefined; afterVersion?: number | undefined; /** With the lines of what happened between the messages. */ system?: boolean };
export type MessagePage = { count: number; messages: Message[]; hasOlder: boolean; hasNewer: boolean };

const isShown = (roomId: number, system: boolean) => and(eq(message.roomId, roomId), system ? undefined : eq(message.kind, "text"));

/** The same without how many there are in all. Authorization is the caller's. */
export async function readMessages(roomId: number, { limit, beforeVersion, afterVersion, system = false }: MessageRange): Promise<Omit<MessagePage, "count">> {
  const range = beforeVersion !== undefined ? lt(message.version, beforeVersion) : afterVersion !== undefined ? gt(message.version, afterVersion) : undefined;
  const forward = beforeVersion === undefined && afterVersion !== undefined;
  const rows = await db()
    .select(messageColumns)
    .from(message)
    .leftJoin(user, eq(user.id, message.userId))
    .where(and(isShown(roomId, system), range))
    .orderBy(forward ? asc(message.version) : desc(message.version))
    .limit(limit + 1);
  const hasMore = rows.length > limit;
  const shown = rows.slice(0, limit).map(toMessage);
  return { messages: forward ? shown.reverse() : shown, hasOlder: forward ? afterVersion > 0 : hasMore, hasNewer: forward ? hasMore : beforeVersion !== undefined };
}

/**
 * Messages of a room, newest first: the latest ones, those before a version, or those right after one.
 * @throws AppError not_found for those who are neither members nor guests of the running call, unauthenticated
 */
export async function listMessages(actor: Actor, roomId: number, range: MessageRange): Promise<MessagePage> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canReadChat(actor, found.facts));
  const [page, totals] = await Promise.all([readMessages(roomId, range), db().select({ count: count() }).from(message).where(isShown(roomId, range.system ?? false))]);
  return { count: totals[0]?.count ?? 0, ...page };
}

/** The asker's message with this client id, in whatever room. */
export async function findOwnMessage(actor: Actor, clientId: string): Promise<Message | null> {
  const [row] = await db()
    .select(messageColumns)
    .from(message)
    .leftJoin(user, eq(user.id, message.userId))
    .where(and(actor.kind === "guest" ? eq(message.guestId, actor.guestId) : eq(message.userId, requireUser(actor).userId), eq(message.clientId, clientId)));
  return row ? toMessage(row) : null;
}
