import type { Actor } from "@/lib/authz/actor";
import { findPlaybackInCall } from "@/lib/calls/watch";
import { isAppError } from "@/lib/core/errors";
import { subscribe } from "@/lib/platform/listen";
import { videosTopic } from "@/lib/videos/announce";
import { getPlayback, type Playback } from "@/lib/videos/queries";

type Outputs = [Playback, ...Playback[]];
type Verdict = { videoId: number; outputs: Outputs; untilMs: number };

/** A player asks for a segment every few seconds: one question a burst, and a change is never missed for long. */
const lifetimeMs = 5_000;
const maxVerdicts = 10_000;

const verdicts = new Map<string, Verdict>();
let listening: Promise<boolean> | undefined;

function drop(videoId: number): void {
  for (const [key, verdict] of verdicts) if (verdict.videoId === videoId) verdicts.delete(key);
}

/** Hears which videos changed. Without the bus nothing is kept. */
function hearChanges(): Promise<boolean> {
  return (listening ??= subscribe({
    onItems: (items) => {
      for (const [topic, payload] of items) if (topic === videosTopic && typeof payload === "number") drop(payload);
    },
    onReset: () => verdicts.clear(),
  }).then(
    () => true,
    () => {
      listening = undefined;
      return false;
    },
  ));
}

/**
 * Where the bytes of a video are, for those who may play it. A permission is kept for (session, video) for some seconds
 * and dropped when the video changes; a refusal is never kept. Whether the session is live was asked before, each time.
 * @throws AppError unauthenticated, not_found
 */
export async function playbackFor(actor: Actor, videoId: number): Promise<Outputs> {
  try {
    return await ownPlayback(actor, videoId);
  } catch (error) {
    // Whom the library does not show it may see it in a call; that right is never kept.
    const shown = isAppError(error) ? await findPlaybackInCall(actor, videoId) : null;
    if (shown) return shown;
    throw error;
  }
}

async function ownPlayback(actor: Actor, videoId: number): Promise<Outputs> {
  if (actor.kind !== "user") return getPlayback(actor, videoId);
  const key = `${actor.sessionId}:${actor.role}:${videoId}`;
  const known = verdicts.get(key);
  if (known && known.untilMs > Date.now()) return known.outputs;
  verdicts.delete(key);
  const isHearing = await hearChanges();
  const outputs = await getPlayback(actor, videoId);
  if (isHearing) {
    if (verdicts.size >= maxVerdicts) verdicts.clear();
    verdicts.set(key, { videoId, outputs, untilMs: Date.now() + lifetimeMs });
  }
  return outputs;
}
