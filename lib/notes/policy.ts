import type { Actor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import type { RoomFacts } from "@/lib/rooms/policy";
import { canReadChat, canReadRoom } from "@/lib/rooms/policy";

/** Who may read a room's notes: who reads its chat, so guests of a call too while they are in it. */
export function canReadNotes(actor: Actor, facts: RoomFacts): Verdict {
  return canReadChat(actor, facts);
}

/** Who may write them: members. Notes stay when the call is over; what strangers with a link may change must not. */
export function canWriteNotes(actor: Actor, facts: RoomFacts): Verdict {
  if (facts.role !== null) return canReadRoom(actor, facts);
  const read = canReadNotes(actor, facts);
  return read.allowed ? { allowed: false, code: "forbidden", detail: "Members of this room write its notes." } : read;
}
