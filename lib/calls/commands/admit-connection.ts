import { mediaSources } from "@/lib/calls/contract";
import { findEntry } from "@/lib/calls/entry";
import { findCallPerson } from "@/lib/calls/people";
import { placeOf, tagIn, wasToldOtherwise } from "@/lib/calls/place";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { isTestRoom, mayTestStill } from "@/lib/calls/test-room";
import { AppError } from "@/lib/core/errors";
import { mintJoinToken, type JoinClaims } from "@/lib/platform/livekit/tokens";

/** Somebody whom LiveKit may be asked to take: the key for it, and the room. */
export type Admission = { key: string; room: string };

/**
 * Judges a connection to LiveKit anew, whatever the key says that it brings: neither a key nor the ones that LiveKit
 * renews know of a ban, a removal, an ended session, a lock, or a call that was closed for all. Answers a fresh key with
 * what this person may do now, so that an older one with more rights is worth nothing.
 * @throws AppError unauthenticated, forbidden, banned, locked, full, not_open, over; conflict when the room's encryption is not what the key says
 */
export async function admitConnection(claims: JoinClaims): Promise<Admission> {
  if (!claims.isForPerson) throw new AppError("forbidden");
  return { key: await (isTestRoom(claims.room) ? admitTest(claims) : admitPerson(claims)), room: claims.room };
}

async function admitTest(claims: JoinClaims): Promise<string> {
  const { identity, room, attributes } = claims;
  if (!mayTestStill(claims, Date.now())) throw new AppError("forbidden");
  return mintJoinToken({ identity, name: "Connection test", room, attributes, sources: mediaSources });
}

async function admitPerson({ identity, room: slug, attributes, issuedAt }: JoinClaims): Promise<string> {
  const [person, entry] = await Promise.all([findCallPerson(identity), findEntry(identity, slug)]);
  const tag = tagIn(attributes);
  if (!entry || !person || tag === null || !person.tags.includes(tag)) throw new AppError("forbidden");
  if (entry.closedAt && issuedAt < entry.closedAt) throw new AppError("over", "This call was ended.");
  requireEntry(judgeEntry(entry.facts));
  if (wasToldOtherwise(attributes, entry)) throw new AppError("conflict", "Encryption was switched: a new key tells of it.");
  return mintJoinToken({ identity, name: person.name, room: slug, ...placeOf(entry, tag) });
}
