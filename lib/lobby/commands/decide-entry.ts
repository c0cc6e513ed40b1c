import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { call, callBan } from "@/db/schema/calls";
import { lobbyEntry } from "@/db/schema/lobby";
import { roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import type { LobbyDecision, LobbyState } from "@/lib/lobby/contract";
import { canDecide } from "@/lib/lobby/policy";
import { requireLobby } from "@/lib/lobby/queries/lobby";
import { wakeHosts, wakeOwner } from "@/lib/lobby/wake";

const actions: Record<LobbyDecision, string> = { admit: "lobby.admitted", deny: "lobby.denied", ban: "lobby.banned" };

/** Keeps somebody out of the room's calls for good. After a guest, who could come back under another cookie, the other guests of the running call are asked for, too. */
async function banPerson(tx: Tx, actor: Actor, entry: typeof lobbyEntry.$inferSelect): Promise<void> {
  const { roomId, userId, identity, name } = entry;
  if (userId !== null) {
    const [member] = await tx.select({ role: roomMember.role }).from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
    if (member) throw new AppError("conflict", "Members are removed from the room, not blocked.");
  }
  await tx.insert(callBan).values({ roomId, identity, name, bannedBy: requireUser(actor).userId }).onConflictDoNothing();
  if (entry.guestId !== null) await tx.update(call).set({ guestsWaitAt: sql`now()` }).where(and(eq(call.roomId, roomId), isNull(call.endedAt), isNull(call.guestsWaitAt)));
}

/**
 * Lets somebody who waits in, or not, or never again. Under the entry's lock: of two hosts at once one decides.
 * @throws AppError unauthenticated, forbidden, not_found, conflict for one who waits no more
 */
export async function decideEntry(actor: Actor, idOrSlug: string, entryId: number, decision: LobbyDecision): Promise<{ id: number; state: LobbyState }> {
  return transaction(async (tx) => {
    const at = await requireLobby(tx, actor, idOrSlug, true);
    const [entry] = await tx.select().from(lobbyEntry).where(and(eq(lobbyEntry.id, entryId), eq(lobbyEntry.roomId, at.id))).for("update");
    if (!entry) throw new AppError("not_found");
    authorize(canDecide(entry.state));
    const state = decision === "admit" ? "admitted" : "denied";
    await tx.update(lobbyEntry).set({ state, decidedAt: sql`clock_timestamp()`, decidedBy: requireUser(actor).userId }).where(eq(lobbyEntry.id, entry.id));
    if (decision === "ban") await banPerson(tx, actor, entry);
    await recordAudit(tx, actor, { action: actions[decision], target: { type: "room", id: at.id }, details: { identity: entry.identity, name: entry.name } });
    wakeOwner(tx, { ...entry, state });
    await wakeHosts(tx, at.id);
    return { id: entry.id, state };
  });
}

/** Lets everyone in who waits now, listed or not. Answers how many. @throws AppError unauthenticated, forbidden, not_found */
export async function admitAll(actor: Actor, idOrSlug: string): Promise<number> {
  return transaction(async (tx) => {
    const at = await requireLobby(tx, actor, idOrSlug, true);
    const admitted = await tx
      .update(lobbyEntry)
      .set({ state: "admitted", decidedAt: sql`clock_timestamp()`, decidedBy: requireUser(actor).userId })
      .where(and(eq(lobbyEntry.roomId, at.id), eq(lobbyEntry.state, "waiting")))
      .returning();
    if (admitted.length === 0) return 0;
    await recordAudit(tx, actor, { action: "lobby.all_admitted", target: { type: "room", id: at.id }, details: { identities: admitted.map((each) => each.identity).slice(0, 500) } });
    for (const entry of admitted) wakeOwner(tx, entry);
    await wakeHosts(tx, at.id);
    return admitted.length;
  });
}
