import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { env } from "@/lib/platform/env";

/** LiveKit answers within this or counts as away; below the three seconds that a person waits for a join token. */
const timeoutSeconds = 2.5;

/** The HTTP address of LiveKit's own API, from its websocket address. */
export function livekitHttpUrl(): string {
  return env().LIVEKIT_URL.replace(/^ws/, "http");
}

function connect(token?: string): RoomServiceClient {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  return new RoomServiceClient(livekitHttpUrl(), LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { requestTimeout: timeoutSeconds, failover: false, ...(token === undefined ? {} : { token }) });
}

/** The room service with an explicit timeout; without failover, which would multiply it. */
export function roomService(): RoomServiceClient {
  return connect();
}

const creatorSeconds = 600;
let creator: { url: string; until: number; service: RoomServiceClient } | undefined;

/** The same for opening rooms and nothing else, which each key asks for: under one key of ours for minutes. */
export async function roomCreator(): Promise<RoomServiceClient> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET, LIVEKIT_URL } = env();
  if (creator && creator.url === LIVEKIT_URL && creator.until > Date.now()) return creator.service;
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { ttl: creatorSeconds });
  token.addGrant({ roomCreate: true });
  creator = { url: LIVEKIT_URL, until: Date.now() + (creatorSeconds * 1000) / 2, service: connect(await token.toJwt()) };
  return creator.service;
}
