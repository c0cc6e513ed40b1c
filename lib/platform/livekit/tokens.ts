import { AccessToken, TokenVerifier } from "livekit-server-sdk";
import type { MediaSource } from "@/lib/calls/contract";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { grantOf } from "@/lib/platform/livekit/permissions";

/** What goes into a key to a call. Attributes are seen by everyone in it and changed by the server only. */
export type JoinKey = { identity: string; name: string; room: string; attributes: Record<string, string>; sources: readonly MediaSource[]; ttlSeconds?: number };

/** The key to one room for one identity, good for minutes; only needed to connect. */
export function mintJoinToken({ identity, name, room, attributes, sources, ttlSeconds = settings.livekitTokenSeconds }: JoinKey): Promise<string> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { identity, name, attributes, ttl: ttlSeconds });
  token.addGrant({ roomJoin: true, room, ...grantOf(sources) });
  return token.toJwt();
}

/** Longer than any start takes; whoever is in has a fresh one by LiveKit itself. */
const recorderTokenSeconds = 600;

/** The key of a program that records a room: nobody sees it, and it sends nothing. It never leaves this machine's side of the gate. */
export function mintRecorderToken(room: string, identity: string): Promise<string> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { identity, ttl: recorderTokenSeconds });
  token.addGrant({ roomJoin: true, room, hidden: true, recorder: true, canSubscribe: true, canPublish: false, canPublishData: false, canUpdateOwnMetadata: false });
  return token.toJwt();
}

/** `isForPerson` is false for a key that opens more than a place in a call: none of those ever comes through a browser. */
export type JoinClaims = { identity: string; room: string; isForPerson: boolean; attributes: Record<string, string>; issuedAt: Date };

/** Who wants to enter which room by this token; null for anything that was not signed with our key, has expired, or opens no room. */
export async function readJoinToken(token: string): Promise<JoinClaims | null> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  try {
    const { sub, video, attributes = {}, nbf = 0 } = await new TokenVerifier(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).verify(token);
    if (!sub || !video?.roomJoin || !video.room) return null;
    const isForPerson = ![video.roomAdmin, video.roomCreate, video.roomList, video.roomRecord, video.recorder, video.hidden, video.agent].some(Boolean);
    return { identity: sub, room: video.room, isForPerson, attributes, issuedAt: new Date(nbf * 1000) };
  } catch {
    // Foreign, altered or expired: the verifier throws for each.
    return null;
  }
}

/** The room that a recorder's key opens; null for any other key, also a person's, and for what was not signed with ours. */
export async function readRecorderToken(token: string): Promise<string | null> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  try {
    const { video } = await new TokenVerifier(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).verify(token);
    return video?.roomJoin && video.recorder && video.hidden && video.room ? video.room : null;
  } catch {
    // Foreign, altered or expired: the verifier throws for each.
    return null;
  }
}
