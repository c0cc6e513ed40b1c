import { and, eq, isNull, sql } from "drizzle-orm";
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

/** Notes that nobody looks at the waiting page any more, or that somebody does again; after a while away the wait is over. */
export async function notePresence(identity: string, isHere: boolean): Promise<void> {
  const mine = and(eq(lobbyEntry.identity, identity), eq(lobbyEntry.state, "waiting"));
  if (isHere) await db().update(lobbyEntry).set({ awayAt: null }).where(and(mine, sql`${lobbyEntry.awayAt} is not null`));
  else await db().update(lobbyEntry).set({ awayAt: sql`now()` }).where(and(mine, isNull(lobbyEntry.awayAt)));
}
