import { db } from "@/db/client";
import type { Actor, GuestActor, UserActor } from "@/lib/authz/actor";
import { identityOf, type JoinToken, type JoinTokenInput } from "@/lib/calls/contract";
import { placeOf, tagOfGuest, tagOfSession } from "@/lib/calls/place";
import { callRoleOf, judgeEntry, requireEntry } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { AppError, invalidFields } from "@/lib/core/errors";
import { openGuest, renameGuest } from "@/lib/calls/guests";
import { consumeLimit } from "@/lib/platform/limiter";
import { livekit } from "@/lib/platform/livekit/api";
import { mintJoinToken } from "@/lib/platform/livekit/tokens";

/** The one who asks, ready to be called by a name: a guest who typed another one has it now, and a stranger with a name is a guest from here on. */
async function nameAtTheDoor(actor: Actor, name: string | undefined): Promise<UserActor | GuestActor> {
  if (actor.kind === "user") return actor;
  if (actor.kind === "guest") {
    if (name === undefined || name === actor.name) return actor;
    await renameGuest(db(), actor.guestId, name);
    return { ...actor, name };
  }
  if (actor.kind !== "anonymous" || name === undefined) throw new AppError("unauthenticated");
  await consumeLimit("newGuestPerClient", actor.address ?? "unknown");
  return { ...actor, kind: "guest", ...(await openGuest(db(), name)) };
}

/** What came of asking at the door: the key, or that a host is to be asked. `person` is a guest from here on, where a stranger gave a name. */
export type AtTheDoor = { kind: "key"; key: Omit<JoinToken, "url">; person: UserActor | GuestActor } | { kind: "wait"; roomId: number; person: UserActor | GuestActor };

/**
 * Lets a person into the call of a room (by id or slug): opens it in LiveKit and mints the key for this one identity.
 * Nothing is written for one who is refused; one who must wait has no key and is not in the lobby yet.
 * @throws AppError not_found, invalid_input without a name, unauthenticated, banned, locked, full, not_open, over,
 * rate_limited, upstream_failed
 */
export async function issueJoinToken(actor: Actor, idOrSlug: string, { name }: JoinTokenInput): Promise<AtTheDoor> {
  const entry = await getEntry(actor, idOrSlug);
  const { room, facts } = entry;
  const verdict = judgeEntry(facts);
  if (verdict.kind === "name" && name === undefined) throw invalidFields({ name: ["Enter a name."] });
  if (verdict.kind === "refuse") requireEntry(verdict);
  const mustWait = verdict.kind === "wait" || (verdict.kind === "name" && verdict.then === "wait");
  if (mustWait) return { kind: "wait", roomId: room.id, person: await nameAtTheDoor(actor, name) };
  await livekit().createRoom(room.slug);
  const person = await nameAtTheDoor(actor, name);
  const identity = identityOf(person);
  const tag = person.kind === "user" ? tagOfSession(person.sessionId) : tagOfGuest(person.guestId);
  const token = await mintJoinToken({ identity, name: person.name, room: room.slug, ...placeOf(entry, tag) });
  return { kind: "key", key: { token, identity, role: callRoleOf(facts), ...(facts.room.settings.encryption ? { encrypted: true as const } : {}) }, person };
}
