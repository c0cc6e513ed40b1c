import { and, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { lobbyEntry } from "@/db/schema/lobby";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { lobbyIdentityOf, roomMatches } from "@/lib/lobby/queries/keys";
import { wakeHosts } from "@/lib/lobby/wake";

/** Ends one's own wait. Repeating it is harmless. @throws AppError unauthenticated */
export async function leaveLobby(actor: Actor, idOrSlug: string): Promise<void> {
  const identity = lobbyIdentityOf(actor);
  await transaction(async (tx) => {
    const [at] = await tx.select({ id: room.id }).from(room).where(roomMatches(idOrSlug));
    if (!at) return;
    const left = await tx
      .update(lobbyEntry)
      .set({ state: "left", reason: "left", decidedAt: sql`clock_timestamp()` })
      .where(and(eq(lobbyEntry.roomId, at.id), eq(lobbyEntry.identity, identity), eq(lobbyEntry.state, "waiting")))
      .returning({ id: lobbyEntry.id });
    if (left.length > 0) await wakeHosts(tx, at.id);
  });
}

/** Notes that somebody's last connection is gone, or that they have one again; after a while away their waits are over. */
export async function notePresence(identity: string, isHere: boolean): Promise<void> {
  const mine = and(eq(lobbyEntry.identity, identity), eq(lobbyEntry.state, "waiting"));
  if (isHere) await db().update(lobbyEntry).set({ awayAt: null }).where(and(mine, isNotNull(lobbyEntry.awayAt)));
  else await db().update(lobbyEntry).set({ awayAt: sql`now()` }).where(and(mine, isNull(lobbyEntry.awayAt)));
}

/**
 * Notes that the waiting page of a room was closed. `seen` is what the page read last, by our clock: when another one has
 * read since, it was a reload, and the word of the old page came late. @throws AppError unauthenticated
 */
export async function notePageGone(actor: Actor, idOrSlug: string, seen: Date): Promise<void> {
  const identity = lobbyIdentityOf(actor);
  await db()
    .update(lobbyEntry)
    .set({ awayAt: sql`now()` })
    .where(and(eq(lobbyEntry.identity, identity), eq(lobbyEntry.state, "waiting"), isNull(lobbyEntry.awayAt), lte(lobbyEntry.lookedAt, seen), sql`exists (select from ${room} where ${room.id} = ${lobbyEntry.roomId} and ${roomMatches(idOrSlug)})`));
}

/** Notes that the waiting page of a room is read. */
export async function noteLook(actor: Actor, idOrSlug: string): Promise<void> {
  const identity = lobbyIdentityOf(actor);
  await db()
    .update(lobbyEntry)
    .set({ awayAt: null, lookedAt: sql`now()` })
    .where(and(eq(lobbyEntry.identity, identity), eq(lobbyEntry.state, "waiting"), sql`exists (select from ${room} where ${room.id} = ${lobbyEntry.roomId} and ${roomMatches(idOrSlug)})`));
}
