import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { userIdentity, type JoinToken } from "@/lib/calls/contract";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { livekit } from "@/lib/platform/livekit/api";
import { mintJoinToken } from "@/lib/platform/livekit/tokens";

/**
 * Makes sure that LiveKit holds the room: it creates none by itself, and a restarted one has none left. Repeating it is
 * harmless. Only for a room that someone may enter now. @throws AppError upstream_failed while LiveKit is away
 */
export async function openLivekitRoom(slug: string): Promise<void> {
  await livekit().createRoom(slug);
}

/**
 * Lets a person into the call of a room (by id or slug): opens it in LiveKit and mints the key for this one identity.
 * @throws AppError not_found, unauthenticated, forbidden, upstream_failed
 */
export async function issueJoinToken(actor: Actor, idOrSlug: string): Promise<Omit<JoinToken, "url">> {
  const { room, facts } = await getEntry(actor, idOrSlug);
  const role = requireEntry(judgeEntry(facts));
  const person = requireUser(actor);
  await openLivekitRoom(room.slug);
  const identity = userIdentity(person.userId);
  return { token: await mintJoinToken({ identity, name: person.name, room: room.slug }), identity, role };
}
