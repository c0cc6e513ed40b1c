import type { Actor } from "@/lib/authz/actor";
import { notePresence } from "@/lib/lobby/commands/leave-lobby";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";
import { lobbyIdentityOf } from "@/lib/lobby/queries/keys";
import { getOwnEntry } from "@/lib/lobby/queries/own-entry";

/** One's own entry, for the waiting page: who asks is there, also after a reload. @throws AppError unauthenticated, not_found */
export async function lookAtOwnEntry(actor: Actor, idOrSlug: string): Promise<OwnLobbyEntry> {
  const own = await getOwnEntry(actor, idOrSlug);
  if (own.state === "waiting") await notePresence(lobbyIdentityOf(actor), true);
  return own;
}
