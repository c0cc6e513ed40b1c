import { randomUUID } from "node:crypto";
import { mediaSources, type JoinToken } from "@/lib/calls/contract";
import { testIdentity, testRoom } from "@/lib/calls/test-room";
import { settings } from "@/lib/core/settings";
import { livekit } from "@/lib/platform/livekit/api";
import { mintJoinToken } from "@/lib/platform/livekit/tokens";

/**
 * Opens a room in LiveKit for one person alone, to try their connection in: nobody else gets a key to it, no row knows of
 * it, and LiveKit drops it when they have left. @throws AppError upstream_failed
 */
export async function startConnectionTest(): Promise<Omit<JoinToken, "url" | "role" | "encrypted">> {
  const id = randomUUID();
  const room = testRoom(id);
  await livekit().createRoom(room);
  const identity = testIdentity(id);
  const until = String(Date.now() + settings.connectionTestSeconds * 1000);
  const token = await mintJoinToken({ identity, name: "Connection test", room, attributes: { until }, sources: mediaSources, ttlSeconds: settings.connectionTestSeconds });
  return { token, identity };
}
