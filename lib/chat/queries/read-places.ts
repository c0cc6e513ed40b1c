import { and, asc, count, eq, gt, gte, isNull, ne, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { isMessage, type MessageKey } from "@/lib/chat/commands/hold-message";
import type { Readers, UnreadPlace } from "@/lib/chat/contract";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { requireReader } from "@/lib/rooms/queries/readable-room";
import { unreadAfter } from "@/lib/rooms/queries/unread";

/** How far the asker has read a room, and where the first message of others after that stands. @throws AppError not_found, unauthenticated */
export async function findUnreadPlace(actor: Actor, roomId: number): Promise<UnreadPlace> {
  const userId = await requireReader(db(), actor, roomId);
  const [place] = await db()
    .select({ version: roomMember.readVersion, unread: unreadAfter(room, roomMember.readVersion, userId) })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
  if (!place) throw new AppError("not_found");
  const [first] = await db()
    .select({ version: message.version })
    .from(message)
    .where(and(eq(message.roomId, roomId), gt(message.version, place.version), eq(message.kind, "text"), isNull(message.deletedAt), or(isNull(message.userId), ne(message.userId, userId))))
    .orderBy(asc(message.version))
    .limit(1);
  return { ...place, first: first?.version ?? null };
}

/** Which members have read as far as a message, its author apart; the first of them by name. @throws AppError not_found, unauthenticated */
export async function listReaders(actor: Actor, key: MessageKey): Promise<Readers> {
  await requireReader(db(), actor, key.roomId);
  const [said] = await db().select({ version: message.version, userId: message.userId }).from(message).where(isMessage(key));
  if (!said) throw new AppError("not_found");
  const haveRead = and(eq(roomMember.roomId, key.roomId), gte(roomMember.readVersion, said.version), ne(roomMember.userId, said.userId ?? 0));
  const [readers, totals] = await Promise.all([
    db().select({ id: user.id, username: user.name }).from(roomMember).innerJoin(user, eq(user.id, roomMember.userId)).where(haveRead).orderBy(asc(sql`lower(${user.name})`), asc(user.id)).limit(settings.reactionNamesMax),
    db().select({ count: count() }).from(roomMember).where(haveRead),
  ]);
  return { count: totals[0]?.count ?? 0, readers };
}
