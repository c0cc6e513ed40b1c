import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import type { CallRole, DoorEntry } from "@/lib/calls/contract";
import type { AccessLevel, RoomRole } from "@/lib/rooms/contract";

/** All that decides about a place in a call. `user` is an active account; `role` is theirs in the room, null for non-members. */
export type EntryFacts = {
  room: { accessLevel: AccessLevel };
  person: { kind: "anonymous" } | { kind: "user"; role: RoomRole | null };
};

/** Who may be in a room's call. The one place: join tokens, the signalling gate and the door all ask here. */
export function canEnterCall({ room, person }: EntryFacts): Verdict {
  if (person.kind === "anonymous") return deny("unauthenticated", "Please sign in to join this call.");
  if (room.accessLevel === "restricted" && person.role === null) return deny("forbidden", "Only members of this room may join its calls.");
  return allow;
}

/** What someone who may enter is in the call. */
export function callRoleOf({ person }: EntryFacts): CallRole {
  return person.kind === "user" ? (person.role ?? "guest") : "guest";
}

/** What the door says to a person with the link. */
export function doorEntryOf(facts: EntryFacts): DoorEntry {
  if (canEnterCall(facts).allowed) return "open";
  return facts.person.kind === "anonymous" ? "sign_in" : "closed";
}
