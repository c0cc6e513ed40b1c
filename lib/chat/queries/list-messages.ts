import { and, asc, count, desc, eq, gt, gte, lt, max, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { prebuilt } from "@/db/prebuilt";
import { message } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import type { Message } from "@/lib/chat/contract";
import { selectMessages } from "@/lib/chat/queries/message-row";
import { toMessages } from "@/lib/chat/queries/whole-messages";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";

export type MessageRange = { limit: number; beforeVersion?: number | undefined; afterVersion?: number | undefined; /** With the lines of what happened between the messages. */ system?: boolean };
export type MessagePage = { count: number; messages: Message[]; hasOlder: boolean; hasNewer: boolean };

const isShown = (roomId: number, system: boolean) => and(eq(message.roomId, roomId), system ? undefined : eq(message.kind, "text"));

type Counted = { version: number; count: number };
/** What was counted of a room and up to where, by room and whether system messages are among it. */
const counted = new Map<string, Counted>();
const maxCounted = 5000;

/**
 * How many messages a room has. Rows never go while their room is there (a deleted message leaves its own), and versions
 * come in order: so what was counted stays counted, and only what is newer is looked at.
 */
async function countMessages(roomId: number, system: boolean): Promise<number> {
  const key = `${roomId}:${system}`;
  const before = counted.get(key) ?? { version: 0, count: 0 };
  const [newer] = await db().select({ count: count(), version: max(message.version) }).from(message).where(and(isShown(roomId, system), gt(message.version, before.version)));
  if (!newer?.version) return before.count;
  const now = { version: newer.version, count: before.count + newer.count };
  if ((counted.get(key)?.version ?? 0) < now.version) {
    if (counted.size >= maxCounted) counted.clear();
    counted.set(key, now);
  }
  return now.count;
}

const latest = prebuilt((on) =>
  selectMessages(on)
    .where(eq(message.roomId, sql.placeholder("roomId")))
    .orderBy(desc(message.version))
    .limit(sql.placeholder("limit"))
    .prepare("latest_messages"),
);

/** What a room's page begins with: its latest messages and lines, newest first. Authorization is the caller's. */
export async function readLatest(actor: Actor, roomId: number, limit: number): Promise<Pick<MessagePage, "messages" | "hasOlder">> {
  const rows = await latest(db()).execute({ roomId, limit: limit + 1 });
  return { messages: await toMessages(actor, rows.slice(0, limit)), hasOlder: rows.length > limit };
}

/** Messages of a room without how many there are in all. Authorization is the caller's. */
async function readMessages(actor: Actor, roomId: number, { limit, beforeVersion, afterVersion, system = false }: MessageRange): Promise<Omit<MessagePage, "count">> {
  const range = beforeVersion !== undefined ? lt(message.version, beforeVersion) : afterVersion !== undefined ? gt(message.version, afterVersion) : undefined;
  const forward = beforeVersion === undefined && afterVersion !== undefined;
  const rows = await selectMessages(db())
    .where(and(isShown(roomId, system), range))
    .orderBy(forward ? asc(message.version) : desc(message.version))
    .limit(limit + 1);
  const hasMore = rows.length > limit;
  const shown = await toMessages(actor, rows.slice(0, limit));
  return { messages: forward ? shown.reverse() : shown, hasOlder: forward ? afterVersion > 0 : hasMore, hasNewer: forward ? hasMore : beforeVersion !== undefined };
}

/**
 * Messages of a room, newest first: the latest ones, those before a version, or those right after one.
 * @throws AppError not_found for those who are neither members nor guests of the running call, unauthenticated
 */
export async function listMessages(actor: Actor, roomId: number, range: MessageRange): Promise<MessagePage> {
  await requireReadableRoom(db(), actor, roomId);
  const [page, total] = await Promise.all([readMessages(actor, roomId, range), countMessages(roomId, range.system ?? false)]);
  return { count: total, ...page };
}

/**
 * The first version of a room's history at or after a moment; null where nothing is as new. Found by halving, since
 * times grow with versions: an index for it would cost each message that is written.
 * @throws AppError as listMessages
 */
export async function findVersionAt(actor: Actor, roomId: number, at: Date): Promise<number | null> {
  await requireReadableRoom(db(), actor, roomId);
  const firstFrom = async (version: number) => (await db().select({ version: message.version, at: message.createdAt }).from(message).where(and(eq(message.roomId, roomId), gte(message.version, version))).orderBy(asc(message.version)).limit(1))[0];
  const [last] = await db().select({ version: message.version, at: message.createdAt }).from(message).where(eq(message.roomId, roomId)).orderBy(desc(message.version)).limit(1);
  if (!last || last.at < at) return null;
  let [low, high] = [0, last.version];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const there = await firstFrom(middle);
    if (there && there.at < at) low = there.version + 1;
    else high = middle;
  }
  return (await firstFrom(low))?.version ?? null;
}

/** The asker's message with this client id, in whatever room. */
export async function findOwnMessage(actor: Actor, clientId: string): Promise<Message | null> {
  const [row] = await selectMessages(db())
    .where(and(actor.kind === "guest" ? eq(message.guestId, actor.guestId) : eq(message.userId, requireUser(actor).userId), eq(message.clientId, clientId)));
  return row ? ((await toMessages(actor, [row]))[0] ?? null) : null;
}
