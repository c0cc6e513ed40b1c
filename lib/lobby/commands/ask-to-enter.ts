import { and, desc, eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { lobbyEntry } from "@/db/schema/lobby";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { identityOf } from "@/lib/calls/contract";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";
import { readOwnEntry } from "@/lib/lobby/queries/own-entry";
import { wakeHosts } from "@/lib/lobby/wake";

/** @throws AppError rate_limited while the last refusal is too fresh */
async function assertCooledDown(tx: Tx, roomId: number, identity: string): Promise<void> {
  const left = sql<number>`ceil(extract(epoch from ${lobbyEntry.decidedAt} + make_interval(secs => ${settings.lobbyCoolDownSeconds}) - now()))::int`;
  const [last] = await tx
    .select({ state: lobbyEntry.state, left })
    .from(lobbyEntry)
    .where(and(eq(lobbyEntry.roomId, roomId), eq(lobbyEntry.identity, identity)))
    .orderBy(desc(lobbyEntry.askedAt), desc(lobbyEntry.id))
    .limit(1);
  if (last?.state === "denied" && last.left > 0) throw new AppError("rate_limited", { detail: "You were not let in. You may ask again in a moment.", retryAfterSeconds: last.left });
}

/**
 * Puts somebody whom the door told to wait into the lobby of a room. Who waits there already keeps their place, under
 * the name that they have now. The caller has judged the entry. @throws AppError rate_limited after a refusal
 */
export async function askToEnter(actor: UserActor | GuestActor, roomId: number): Promise<OwnLobbyEntry> {
  const identity = identityOf(actor);
  return transaction(async (tx) => {
    await assertCooledDown(tx, roomId, identity);
    const [entry] = await tx
      .insert(lobbyEntry)
      .values({ roomId, userId: actor.kind === "user" ? actor.userId : null, guestId: actor.kind === "guest" ? actor.guestId : null, name: actor.name })
      .onConflictDoUpdate({ target: [lobbyEntry.roomId, lobbyEntry.identity], targetWhere: sql`state = 'waiting'`, set: { name: actor.name, awayAt: null } })
      .returning({ id: lobbyEntry.id, isNew: sql<boolean>`xmax = 0` });
    if (!entry) throw new Error("the lobby entry was not returned");
    await wakeHosts(tx, roomId, entry.isNew);
    const own = await readOwnEntry(tx, entry.id);
    if (!own) throw new Error("the lobby entry was not found");
    return own;
  });
}
