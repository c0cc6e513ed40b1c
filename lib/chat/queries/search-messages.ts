import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { db, sql } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import type { FoundMessage } from "@/lib/chat/contract";
import { messageColumns, toMessage } from "@/lib/chat/queries/message-row";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { otherPerson } from "@/lib/rooms/queries/room-row";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";

export type MessageSearch = { words: string; /** Only in this room; otherwise in all of the asker's. */ roomId?: number | undefined; /** Only what this person wrote. */ authorId?: number | undefined; /** Only messages with a smaller id: the next page. */ beforeId?: number | undefined; limit: number };
export type FoundPage = { results: FoundMessage[]; /** The id to go on before; null at the end. */ nextBefore: number | null };

/**
 * What Postgres looks for: all of the words, each also as the beginning of a longer one (single letters only as they
 * are: half of all words begin with one). Null when there is nothing to look for.
 */
export function toWordQuery(words: string): string | null {
  const parts = words.split(/\s+/u).map((word) => word.replaceAll(/['\\]/g, " ").trim()).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return parts.length === 0 ? null : parts.map((word) => (word.length > 1 ? `'${word}':*` : `'${word}'`)).join(" & ");
}

/** The rooms that are searched: one, or those of the asker that were written in last. @throws AppError not_found, unauthenticated */
async function roomsFor(actor: Actor, roomId: number | undefined): Promise<number[]> {
  const { userId } = requireUser(actor);
  if (roomId !== undefined) {
    await requireReadableRoom(db(), actor, roomId);
    return [roomId];
  }
  const mine = await db().select({ id: room.id }).from(roomMember).innerJoin(room, eq(room.id, roomMember.roomId)).where(and(eq(roomMember.userId, userId), isNull(room.deletedAt))).orderBy(desc(room.bumpedAt)).limit(settings.messageSearchRooms);
  return mine.map(({ id }) => id);
}

/** What is looked for, and whose it has to be. */
type Wanted = { query: string; authorId: number | undefined };
const isBy = (authorId: number | undefined) => (authorId === undefined ? sql()`` : sql()` and m.user_id = ${authorId}`);

/** Where reading a room has got to; `end` is 0 at its beginning. */
type Walked = { roomId: number; end: number; ids: number[] };

/** Reads the next so many messages before each room's place, one by one. */
async function step(places: readonly { roomId: number; end: number }[], each: number, { query, authorId }: Wanted): Promise<Walked[]> {
  return sql()<Walked[]>`
    select place.room_id as "roomId", case when count(m.id) < ${each} then 0 else min(m.id) end as "end",
      coalesce(array_agg(m.id) filter (where to_tsvector('simple', m.content) @@ to_tsquery('simple', ${query})${isBy(authorId)}), '{}')::bigint[] as ids
    from unnest(${places.map(({ roomId }) => roomId)}::bigint[], ${places.map(({ end }) => end)}::bigint[]) as place(room_id, before)
    left join lateral (select id, content, user_id from message m where room_id = place.room_id and kind = 'text' and id < place.before order by version desc limit ${each}) m on true
    group by place.room_id`;
}

/**
 * The newest messages of the rooms, read one by one: what is said often is among them, where the index would first have to
 * gather all that was ever said. After a look at each room those are read on whose messages are the newest. Complete above
 * the `horizon` only, the highest place at which some room was left; 0 when all was read.
 */
async function walk(rooms: readonly number[], wanted: Wanted, before: number, limit: number): Promise<{ ids: number[]; horizon: number }> {
  const each = Math.ceil(settings.messageSearchWalk / rooms.length);
  const ends = new Map(rooms.map((roomId) => [roomId, before]));
  const ids: number[] = [];
  for (let left = 2 * settings.messageSearchWalk; ; ) {
    const horizon = Math.max(...ends.values());
    const places = [...ends].flatMap(([roomId, end]) => (end === horizon && end > 0 ? [{ roomId, end }] : []));
    const complete = ids.filter((id) => id >= horizon).sort((a, b) => b - a);
    if (complete.length > limit || places.length === 0 || left <= 0) return { ids: complete, horizon };
    const size = places.length === rooms.length ? each : settings.messageSearchWalk / 4;
    left -= size * places.length;
    for (const walked of await step(places, size, wanted)) {
      ends.set(walked.roomId, walked.end);
      ids.push(...walked.ids);
    }
  }
}

/** All that the index has, newest first. */
async function lookUp(rooms: readonly number[], { query, authorId }: Wanted, before: number, limit: number): Promise<number[]> {
  const inRooms = rooms.map((id) => `' ${id}'`).join(" | ");
  const rows = await sql()<{ id: number }[]>`
    with found as materialized (
      select id from message m
      where numnode(to_tsquery('simple', ${query})) > 0 and kind = 'text' and (to_tsvector('simple', content) || array_to_tsvector(array[' ' || room_id::text])) @@ (to_tsquery('simple', ${query}) && ${inRooms}::text::tsquery)${isBy(authorId)}
    )
    select id from found where id < ${before} order by id desc limit ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Messages that hold all of the words, newest first: in one room, or in all that the asker is a member of. Lines of the
 * system and deleted messages are not found. @throws AppError unauthenticated, not_found, invalid_input
 */
export async function searchMessages(actor: Actor, { words, roomId, authorId, beforeId = Number.MAX_SAFE_INTEGER, limit }: MessageSearch): Promise<FoundPage> {
  const rooms = await roomsFor(actor, roomId);
  const query = toWordQuery(words);
  if (query === null) throw new AppError("invalid_input", { fields: { q: ["Use at least one letter or digit."] } });
  if (rooms.length === 0) return { results: [], nextBefore: null };
  const wanted: Wanted = { query, authorId };
  const near = await walk(rooms, wanted, beforeId, limit);
  const ids = near.horizon === 0 || near.ids.length > limit ? near.ids : await lookUp(rooms, wanted, beforeId, limit + 1);
  const shown = ids.slice(0, limit);
  return { results: await readFound(requireUser(actor).userId, shown), nextBefore: ids.length > limit ? (shown.at(-1) ?? null) : null };
}

async function readFound(viewerId: number, ids: readonly number[]): Promise<FoundMessage[]> {
  if (ids.length === 0) return [];
  const rows = await db()
    .select({ ...messageColumns, roomName: room.name, roomSlug: room.slug, direct: otherPerson(room, viewerId) })
    .from(message)
    .innerJoin(room, eq(room.id, message.roomId))
    .leftJoin(user, eq(user.id, message.userId))
    .where(inArray(message.id, [...ids]))
    .orderBy(desc(message.id));
  return rows.map(({ roomName, roomSlug, direct, ...row }) => ({ message: toMessage(row), room: { id: row.roomId, name: direct?.username ?? roomName, slug: roomSlug } }));
}
