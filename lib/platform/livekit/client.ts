import { RoomServiceClient } from "livekit-server-sdk";
import { env } from "@/lib/platform/env";

/** LiveKit answers within this or counts as away; below the three seconds that a person waits for a join token. */
const timeoutSeconds = 2.5;

/** The HTTP address of LiveKit's own API, from its websocket address. */
export function livekitHttpUrl(): string {
  return env().LIVEKIT_URL.replace(/^ws/, "http");
}

/** The room service with an explicit timeout; without failover, which would multiply it. */
export function roomService(): RoomServiceClient {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  return new RoomServiceClient(livekitHttpUrl(), LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { requestTimeout: timeoutSeconds, failover: false });
}
