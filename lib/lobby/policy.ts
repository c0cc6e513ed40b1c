import type { Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import type { LobbyState } from "@/lib/lobby/contract";
import type { RoomRole } from "@/lib/rooms/contract";

/** How somebody stands to a room whose lobby they ask about; `isMeetingHost`: the meeting that runs in it is theirs. */
export type LobbyFacts = { isDeleted: boolean; role: RoomRole | null; isMeetingHost: boolean };

/**
 * Who sees who waits, and decides: the hosts. Not the product's moderators, whose matter is abuse in calls that run; a
 * waiting person appears to nobody else.
 */
export function canHandleLobby(actor: Actor, { isDeleted, role, isMeetingHost }: LobbyFacts): Verdict {
  if (actor.kind === "anonymous") return deny("unauthenticated");
  if (actor.kind !== "user") return deny("forbidden", "Only hosts of this room may do this.");
  if (isDeleted) return deny("not_found");
  if (role === "owner" || role === "administrator" || isMeetingHost) return allow;
  return role === null ? deny("not_found") : deny("forbidden", "Only hosts of this room may do this.");
}

/** A decision is made once: of two hosts at the same time one hears that the other was first. */
export function canDecide(state: LobbyState): Verdict {
  return state === "waiting" ? allow : deny("conflict", "This person is no longer waiting.");
}
