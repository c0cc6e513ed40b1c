import { mediaSources } from "@/lib/calls/contract";
import { findEntry } from "@/lib/calls/entry";
import { findCallPerson } from "@/lib/calls/people";
import { placeOf, tagIn } from "@/lib/calls/place";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { isTestRoom, mayTestStill } from "@/lib/calls/test-room";
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
export async function admitConnection(claims: JoinClaims): Promise<string> {
  if (!claims.isForPerson) throw new AppError("forbidden");
  return isTestRoom(claims.room) ? admitTest(claims) : admitPerson(claims);
}

async function admitTest(claims: JoinClaims): Promise<string> {
  const { identity, room, attributes } = claims;
  if (!mayTestStill(claims, Date.now())) throw new AppError("forbidden");
  await livekit().createRoom(room);
  return mintJoinToken({ identity, name: "Connection test", room, attributes, sources: mediaSources });
}

async function admitPerson({ identity, room: slug, attributes, issuedAt }: JoinClaims): Promise<string> {
  const [person, entry] = await Promise.all([findCallPerson(identity), findEntry(identity, slug)]);
  const tag = tagIn(attributes);
  if (!entry || !person || tag === null || !person.tags.includes(tag)) throw new AppError("forbidden");
  if (entry.closedAt && issuedAt < entry.closedAt) throw new AppError("over", "This call was ended.");
  requireEntry(judgeEntry(entry.facts));
  await livekit().createRoom(slug);
  return mintJoinToken({ identity, name: person.name, room: slug, ...placeOf(entry.facts, tag) });
}
