import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { afterCommit, db, type Executor, type Tx } from "@/db/client";
import { lobbyEntry } from "@/db/schema/lobby";
import { room, roomMember } from "@/db/schema/rooms";
import { userTopic } from "@/lib/events/room-events";
import { guestChatId } from "@/lib/guests/contract";
import { lobbyChanged, ownEntryChanged, type LobbyChange, type LobbyState } from "@/lib/lobby/contract";
import { openMeetingHostsSql } from "@/lib/meetings/queries/hosts";
import { publish } from "@/lib/platform/listen";

/** More hosts than these hear of it when they look. */
const maxHosts = 50;

type Owner = { id: number; userId: number | null; guestId: number | null; state: LobbyState };

/** After the commit, tells somebody who waits that their entry changed. What they are told is read anew, so a lost word costs nothing. */
export function wakeOwner(tx: Tx, { id, userId, guestId, state }: Owner): void {
  const reader = userId ?? guestChatId(guestId ?? 0);
  afterCommit(tx, `lobby:${id}`, () => publish(userTopic(reader), { type: ownEntryChanged, body: { id, state } }));
}

/** Who waits in a room, as hosts are told of it; null where there is no such room. */
export async function describeLobby(on: Executor, roomId: number): Promise<Omit<LobbyChange, "isNew"> | null> {
  const [at] = await on.select({ id: room.id, slug: room.slug, name: room.name, asOf: sql<number>`(extract(epoch from clock_timestamp()) * 1000000)::float8` }).from(room).where(eq(room.id, roomId));
  const waiting = and(eq(lobbyEntry.roomId, roomId), eq(lobbyEntry.state, "waiting"));
  const [first] = await on.select({ id: lobbyEntry.id, name: lobbyEntry.name, count: sql<number>`count(*) over ()::int` }).from(lobbyEntry).where(waiting).orderBy(asc(lobbyEntry.askedAt), asc(lobbyEntry.id)).limit(1);
  if (!at) return null;
  const { asOf, ...named } = at;
  return { room: named, asOf, count: first?.count ?? 0, first: first ? { id: first.id, name: first.name } : null };
}

/**
 * After the commit, tells the hosts of a room how many wait: counted then, because of those who come at the same moment
 * each transaction sees only itself. @param isNew somebody has just come: worth a sound
 */
export async function wakeHosts(tx: Tx, roomId: number, isNew = false): Promise<void> {
  const ofMeetings = await tx.execute<{ userId: number }>(sql`select host_id::int as "userId" from ${openMeetingHostsSql(sql`${roomId}`)} open`);
  const ofRoom = await tx
    .select({ userId: roomMember.userId })
    .from(roomMember)
    .where(and(eq(roomMember.roomId, roomId), inArray(roomMember.role, ["owner", "administrator"])))
    .orderBy(desc(roomMember.role), asc(roomMember.joinedAt))
    .limit(maxHosts);
  const hosts = new Set([...ofMeetings, ...ofRoom].map(({ userId }) => userId));
  afterCommit(tx, `lobby-hosts:${roomId}`, async () => {
    const change = await describeLobby(db(), roomId);
    if (!change) return;
    const body: LobbyChange = { ...change, isNew };
    await Promise.all([...hosts].map((userId) => publish(userTopic(userId), { type: lobbyChanged, body })));
  });
}
