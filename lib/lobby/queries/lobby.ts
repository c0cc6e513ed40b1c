import { and, asc, eq, inArray, isNull, min, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { lobbyEntry, lobbyMessage } from "@/db/schema/lobby";
import { room, roomMember } from "@/db/schema/rooms";
import { subquery } from "@/db/subquery";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import type { HostedLobbies, Lobby, LobbyMessage } from "@/lib/lobby/contract";
import { canHandleLobby } from "@/lib/lobby/policy";
import { roomKeyOf } from "@/lib/lobby/queries/keys";
import { readMessages } from "@/lib/lobby/queries/own-entry";
import { hostsMeetingToComeSql, isMeetingHostSql, openMeetingRoomsSql } from "@/lib/meetings/queries/hosts";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

type Room = { id: number; slug: string; name: string };

/** A meeting of theirs is open in the room. */
async function hostsOpenMeeting(on: Executor, actor: Actor, roomId: number): Promise<boolean> {
  if (actor.kind !== "user") return false;
  const [row] = await on.execute<{ hosts: boolean }>(sql`select ${isMeetingHostSql(sql`${roomId}`, actor.userId)} as hosts`);
  return row?.hosts === true;
}

/** The room whose lobby the asker may handle. `lock` keeps its facts until the transaction ends. @throws AppError unauthenticated, forbidden, not_found */
export async function requireLobby(on: Executor, actor: Actor, idOrSlug: string, lock = false): Promise<Room> {
  const found = await findRoomFacts(on, actor, roomKeyOf(idOrSlug), lock);
  authorize(canHandleLobby(actor, { isDeleted: found?.facts.isDeleted ?? true, role: found?.facts.role ?? null, isMeetingHost: found !== null && (await hostsOpenMeeting(on, actor, found.room.id)) }));
  if (!found) throw new AppError("not_found");
  return { id: found.room.id, slug: found.room.slug, name: found.room.name };
}

/** Who waits in a room, the longest first. @throws AppError unauthenticated, forbidden, not_found */
export async function listLobby(actor: Actor, idOrSlug: string): Promise<Lobby> {
  const at = await requireLobby(db(), actor, idOrSlug);
  const rows = await db()
    .select({
      id: lobbyEntry.id,
      identity: lobbyEntry.identity,
      name: lobbyEntry.name,
      userId: lobbyEntry.userId,
      askedAt: lobbyEntry.askedAt,
      messages: subquery<number>(sql`select count(*)::int from ${lobbyMessage} where ${lobbyMessage.entryId} = ${lobbyEntry.id} and not ${lobbyMessage.isFromHost}`),
      count: sql<number>`count(*) over ()::int`,
    })
    .from(lobbyEntry)
    .where(and(eq(lobbyEntry.roomId, at.id), eq(lobbyEntry.state, "waiting")))
    .orderBy(asc(lobbyEntry.askedAt), asc(lobbyEntry.id))
    .limit(settings.lobbyListMax);
  const count = rows[0]?.count ?? 0;
  return {
    room: at,
    count,
    more: count - rows.length,
    results: rows.map((row) => ({ id: row.id, identity: row.identity, name: row.name, user_id: row.userId, asked_at: toTimestamp(row.askedAt), messages: row.messages })),
  };
}

/** One's rooms in which somebody waits, the longest wait first. @throws AppError unauthenticated */
export async function listHostedLobbies(actor: Actor): Promise<HostedLobbies> {
  const { userId } = requireUser(actor);
  const asMember = and(eq(roomMember.userId, userId), inArray(roomMember.role, ["owner", "administrator"]));
  const isMine = sql`(exists (select from ${roomMember} where ${and(eq(roomMember.roomId, room.id), asMember)}) or ${room.id} in ${openMeetingRoomsSql(userId)})`;
  const longest = min(lobbyEntry.askedAt);
  const rows = await db()
    .select({ id: room.id, slug: room.slug, name: room.name, count: sql<number>`count(*)::int`, firstId: sql<number>`(array_agg(${lobbyEntry.id} order by ${lobbyEntry.askedAt}, ${lobbyEntry.id}))[1]`.mapWith(Number), firstName: sql<string>`(array_agg(${lobbyEntry.name} order by ${lobbyEntry.askedAt}, ${lobbyEntry.id}))[1]` })
    .from(lobbyEntry)
    .innerJoin(room, and(eq(room.id, lobbyEntry.roomId), isNull(room.deletedAt)))
    .where(and(eq(lobbyEntry.state, "waiting"), isMine))
    .groupBy(room.id)
    .orderBy(asc(longest))
    .limit(settings.lobbyListMax);
  const [hosts] = await db().execute<{ any: boolean }>(sql`select exists (select from ${roomMember} where ${asMember}) or ${hostsMeetingToComeSql(userId)} as any`);
  return { is_host: hosts?.any === true, results: rows.map(({ count, firstId, firstName, ...at }) => ({ room: at, count, first: { id: firstId, name: firstName } })) };
}

/** What hosts and somebody in the lobby have written to each other. @throws AppError unauthenticated, forbidden, not_found */
export async function listLobbyMessages(actor: Actor, idOrSlug: string, entryId: number): Promise<LobbyMessage[]> {
  const at = await requireLobby(db(), actor, idOrSlug);
  const [entry] = await db().select({ id: lobbyEntry.id }).from(lobbyEntry).where(and(eq(lobbyEntry.id, entryId), eq(lobbyEntry.roomId, at.id), eq(lobbyEntry.state, "waiting")));
  if (!entry) throw new AppError("not_found");
  return readMessages(db(), entry.id);
}
