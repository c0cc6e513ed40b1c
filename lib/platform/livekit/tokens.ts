import { AccessToken, TokenVerifier, type VideoGrant } from "livekit-server-sdk";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

/** What a person may do in a call. LiveKit replaces permissions as a whole, so all are always written. */
const personGrant = {
  canPublish: true,
  canSubscribe: true,
  canPublishData: true,
  // Names, hands and roles shown to others come from the server, never from the person's browser.
  canUpdateOwnMetadata: false,
  hidden: false,
  recorder: false,
  // Moderation goes through the app: this grant would let the holder call LiveKit's own API.
  roomAdmin: false,
} satisfies VideoGrant;

/** The key to one room for one identity, good for minutes; only needed to connect. */
export function mintJoinToken({ identity, name, room, ttlSeconds = settings.livekitTokenSeconds }: { identity: string; name: string; room: string; ttlSeconds?: number }): Promise<string> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { identity, name, ttl: ttlSeconds });
  token.addGrant({ roomJoin: true, room, ...personGrant });
  return token.toJwt();
}

/** `isForPerson` is false for a key that opens more than a place in a call: none of those ever comes through a browser. */
export type JoinClaims = { identity: string; room: string; isForPerson: boolean };

/** Who wants to enter which room by this token; null for anything that was not signed with our key, has expired, or opens no room. */
export async function readJoinToken(token: string): Promise<JoinClaims | null> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  try {
    const { sub, video } = await new TokenVerifier(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).verify(token);
    if (!sub || !video?.roomJoin || !video.room) return null;
    const isForPerson = ![video.roomAdmin, video.roomCreate, video.roomList, video.roomRecord, video.recorder, video.hidden, video.agent].some(Boolean);
    return { identity: sub, room: video.room, isForPerson };
  } catch {
    // Foreign, altered or expired: the verifier throws for each.
    return null;
  }
}
