import type { Actor } from "@/lib/authz/actor";
import { noteLook } from "@/lib/lobby/commands/leave-lobby";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";
import { getOwnEntry } from "@/lib/lobby/queries/own-entry";

/** One's own entry, for the waiting page: who asks is there, also after a reload. @throws AppError unauthenticated, not_found */
export async function lookAtOwnEntry(actor: Actor, idOrSlug: string): Promise<OwnLobbyEntry> {
  // Noted before it is read: the answer's time is what the page says when it goes.
  await noteLook(actor, idOrSlug);
  return getOwnEntry(actor, idOrSlug);
}
