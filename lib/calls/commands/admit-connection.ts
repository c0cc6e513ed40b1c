import { findEntry } from "@/lib/calls/entry";
import { findCallPerson } from "@/lib/calls/people";
import { placeOf, tagIn } from "@/lib/calls/place";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { AppError } from "@/lib/core/errors";
import { livekit } from "@/lib/platform/livekit/api";
import { mintJoinToken, type JoinClaims } from "@/lib/platform/livekit/tokens";

/**
 * Judges a connection to LiveKit anew, whatever the key says that it brings: neither a key nor the ones that LiveKit
 * renews know of a ban, a removal, an ended session, a lock, or a call that was closed for all. Answers a fresh key with
 * what this person may do now, so that an older one with more rights is worth nothing. Opens the room in LiveKit: 404
 * from there would make clients give up.
 * @throws AppError unauthenticated, forbidden, banned, locked, full, not_open, over, upstream_failed
 */
export async function admitConnection({ identity, room: slug, isForPerson, attributes, issuedAt }: JoinClaims): Promise<string> {
  if (!isForPerson) throw new AppError("forbidden");
  const [person, entry] = await Promise.all([findCallPerson(identity), findEntry(identity, slug)]);
  const tag = tagIn(attributes);
  if (!entry || !person || tag === null || !person.tags.includes(tag)) throw new AppError("forbidden");
  if (entry.closedAt && issuedAt < entry.closedAt) throw new AppError("over", "This call was ended.");
  requireEntry(judgeEntry(entry.facts));
  await livekit().createRoom(slug);
  return mintJoinToken({ identity, name: person.name, room: slug, ...placeOf(entry.facts, tag) });
}
