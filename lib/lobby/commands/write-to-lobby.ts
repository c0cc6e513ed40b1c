import { and, count, eq } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { lobbyEntry, lobbyMessage } from "@/db/schema/lobby";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { LobbyMessage } from "@/lib/lobby/contract";
import { lobbyIdentityOf, roomMatches } from "@/lib/lobby/queries/keys";
import { requireLobby } from "@/lib/lobby/queries/lobby";
import { wakeHosts, wakeOwner } from "@/lib/lobby/wake";

/** Beyond this a wait holds no more; whoever has so much to say is let in or not. */
const maxMessages = 200;

async function write(tx: Tx, entry: typeof lobbyEntry.$inferSelect | undefined, author: { name: string; isHost: boolean }, content: string): Promise<LobbyMessage> {
  if (!entry) throw new AppError("not_found");
  const [written] = await tx.select({ count: count() }).from(lobbyMessage).where(eq(lobbyMessage.entryId, entry.id));
  if ((written?.count ?? 0) >= maxMessages) throw new AppError("conflict", "This conversation is too long for the lobby.");
  const [row] = await tx.insert(lobbyMessage).values({ entryId: entry.id, isFromHost: author.isHost, authorName: author.name, content }).returning();
  if (!row) throw new Error("the lobby message was not returned");
  wakeOwner(tx, entry);
  await wakeHosts(tx, entry.roomId);
  return { id: row.id, from_host: row.isFromHost, author: row.authorName, content: row.content, created_at: toTimestamp(row.createdAt) };
}

/** A few words of somebody who waits, to the hosts. @throws AppError unauthenticated, not_found for one who does not wait, conflict */
export async function writeToHosts(actor: Actor, idOrSlug: string, content: string): Promise<LobbyMessage> {
  const identity = lobbyIdentityOf(actor);
  return transaction(async (tx) => {
    const [found] = await tx
      .select({ entry: lobbyEntry })
      .from(lobbyEntry)
      .innerJoin(room, eq(room.id, lobbyEntry.roomId))
      .where(and(roomMatches(idOrSlug), eq(lobbyEntry.identity, identity), eq(lobbyEntry.state, "waiting")))
      .for("update", { of: lobbyEntry });
    return write(tx, found?.entry, { name: found?.entry.name ?? "", isHost: false }, content);
  });
}

/** A host's answer. @throws AppError unauthenticated, forbidden, not_found for one who waits no more, conflict */
export async function writeToWaiting(actor: Actor, idOrSlug: string, entryId: number, content: string): Promise<LobbyMessage> {
  return transaction(async (tx) => {
    const at = await requireLobby(tx, actor, idOrSlug);
    const [entry] = await tx.select().from(lobbyEntry).where(and(eq(lobbyEntry.id, entryId), eq(lobbyEntry.roomId, at.id), eq(lobbyEntry.state, "waiting"))).for("update");
    return write(tx, entry, { name: requireUser(actor).name, isHost: true }, content);
  });
}
