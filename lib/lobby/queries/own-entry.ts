import { and, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { lobbyEntry, lobbyMessage } from "@/db/schema/lobby";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import type { LobbyMessage, OwnLobbyEntry } from "@/lib/lobby/contract";
import { lobbyIdentityOf, roomMatches } from "@/lib/lobby/queries/keys";
import { openMeetingHostsSql } from "@/lib/meetings/queries/hosts";

/** The last messages between hosts and somebody who waits, oldest first. */
export async function readMessages(on: Executor, entryId: number): Promise<LobbyMessage[]> {
  const rows = await on.select().from(lobbyMessage).where(eq(lobbyMessage.entryId, entryId)).orderBy(desc(lobbyMessage.id)).limit(settings.lobbyMessagesMax);
  return rows.reverse().map((row) => ({ id: row.id, from_host: row.isFromHost, author: row.authorName, content: row.content, created_at: toTimestamp(row.createdAt) }));
}

/** The name of a host who is in the call of a room now, the one who has been there longest, as a column; null where there is none. */
export function hostInsideSql(roomId: SQL): SQL<string | null> {
  return sql<string | null>`(
    select visit.name from ${call} running
    join ${callVisit} visit on visit.call_id = running.id and visit.left_at is null
    where running.room_id = ${roomId} and running.ended_at is null
      and (exists (select from ${roomMember} host where host.room_id = running.room_id and 'u' || host.user_id::text = visit.identity and host.role in ('owner', 'administrator'))
        or visit.identity in (select 'u' || host_id::text from ${openMeetingHostsSql(sql`running.room_id`)} open))
    order by visit.joined_at limit 1)`;
}

/** An entry as the one who waits may see it; authorization is the caller's. Null where there is none. */
export async function readOwnEntry(on: Executor, entryId: number): Promise<OwnLobbyEntry | null> {
  const [found] = await on
    .select({ entry: lobbyEntry, room: { id: room.id, slug: room.slug, name: room.name }, now: sql<string>`clock_timestamp()`, host: hostInsideSql(sql`${room.id}`) })
    .from(lobbyEntry)
    .innerJoin(room, eq(room.id, lobbyEntry.roomId))
    .where(eq(lobbyEntry.id, entryId));
  if (!found) return null;
  const { entry, room: at } = found;
  return {
    id: entry.id,
    identity: entry.identity,
    state: entry.state,
    reason: entry.reason,
    name: entry.name,
    asked_at: toTimestamp(entry.askedAt),
    expires_at: toTimestamp(new Date(entry.askedAt.getTime() + settings.lobbyWaitSeconds * 1000)),
    now: toTimestamp(new Date(found.now)),
    room: at,
    host: found.host === null ? null : { name: found.host },
    messages: await readMessages(on, entry.id),
  };
}

/** One's own wait in a room, for a page that is loaded again; null for those who do not wait there. */
export async function findWaiting(actor: Actor, idOrSlug: string): Promise<OwnLobbyEntry | null> {
  if (actor.kind !== "user" && actor.kind !== "guest") return null;
  const [waiting] = await db()
    .select({ id: lobbyEntry.id })
    .from(lobbyEntry)
    .innerJoin(room, eq(room.id, lobbyEntry.roomId))
    .where(and(roomMatches(idOrSlug), eq(lobbyEntry.identity, lobbyIdentityOf(actor)), eq(lobbyEntry.state, "waiting")));
  return waiting ? readOwnEntry(db(), waiting.id) : null;
}

/** One's own latest entry in a room (by id or slug). @throws AppError unauthenticated for those who are nobody yet, not_found */
export async function getOwnEntry(actor: Actor, idOrSlug: string): Promise<OwnLobbyEntry> {
  const identity = lobbyIdentityOf(actor);
  const [latest] = await db()
    .select({ id: lobbyEntry.id })
    .from(lobbyEntry)
    .innerJoin(room, eq(room.id, lobbyEntry.roomId))
    .where(and(roomMatches(idOrSlug), isNull(room.deletedAt), eq(lobbyEntry.identity, identity)))
    .orderBy(desc(lobbyEntry.askedAt), desc(lobbyEntry.id))
    .limit(1);
  const own = latest ? await readOwnEntry(db(), latest.id) : null;
  if (!own) throw new AppError("not_found");
  return own;
}
