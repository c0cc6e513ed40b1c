import type { Actor } from "@/lib/authz/actor";
import { findPlaybackInCall } from "@/lib/calls/watch";
import { isAppError } from "@/lib/core/errors";
import { subscribe } from "@/lib/platform/listen";
import { videosTopic } from "@/lib/videos/announce";
import { getPlaybackByLink } from "@/lib/videos/links";
import { getPlayback, type Playback } from "@/lib/videos/queries";

type Outputs = [Playback, ...Playback[]];
type Verdict = { videoId: number; outputs: Outputs; untilMs: number };

/** A player asks for a segment every few seconds: one question a burst, and a change is never missed for long. */
const lifetimeMs = 5_000;
const maxVerdicts = 10_000;

const verdicts = new Map<string, Verdict>();
let listening: Promise<boolean> | undefined;

/** Counts what was heard: an answer that was on its way while something changed may be of before, and is not kept. */
let changes = 0;

function drop(videoId: number): void {
  changes += 1;
  for (const [key, verdict] of verdicts) if (verdict.videoId === videoId) verdicts.delete(key);
}

/** Hears which videos changed. Without the bus nothing is kept. */
function hearChanges(): Promise<boolean> {
  return (listening ??= subscribe({
    onItems: (items) => {
      for (const [topic, payload] of items) if (topic === videosTopic && typeof payload === "number") drop(payload);
    },
    onReset: () => {
      changes += 1;
      verdicts.clear();
    },
  }).then(
    () => true,
    () => {
      listening = undefined;
      return false;
    },
  ));
}

/**
 * What was found a moment ago, or what `find` finds; kept for some seconds, never longer than it holds, and never without
 * the bus. A right of one's own that rests on being in a room is asked for each time: people come and go there.
 */
async function remembered(key: string, videoId: number, isOwnRight: boolean, find: () => Promise<{ outputs: Outputs; expiresAt: Date | null }>): Promise<Outputs> {
  const known = verdicts.get(key);
  if (known && known.untilMs > Date.now()) return known.outputs;
  verdicts.delete(key);
  const isHearing = await hearChanges();
  const before = changes;
  const { outputs, expiresAt } = await find();
  if (isHearing && changes === before && !(isOwnRight && outputs[0].isForRoom)) {
    if (verdicts.size >= maxVerdicts) verdicts.clear();
    verdicts.set(key, { videoId, outputs, untilMs: Math.min(Date.now() + lifetimeMs, expiresAt?.getTime() ?? Infinity) });
  }
  return outputs;
}

/**
 * Where the bytes of a video are, for those who may play it: by their own right, else by a share link whose cookie they
 * bring, else because it is shown to them in a call (which is never kept). A permission is kept for (session or link,
 * video) for some seconds and dropped when the video or one of its links changes; a refusal is never kept. Whether the
 * session is live was found out before. @throws AppError unauthenticated, not_found
 */
export async function playbackFor(actor: Actor, videoId: number, linkId: number | null = null): Promise<Outputs> {
  try {
    return await ownPlayback(actor, videoId);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const given = (linkId === null ? null : await byLink(linkId, videoId)) ?? (await findPlaybackInCall(actor, videoId));
    if (given) return given;
    throw error;
  }
}

async function byLink(linkId: number, videoId: number): Promise<Outputs | null> {
  try {
    return await remembered(`link:${linkId}:${videoId}`, videoId, false, () => getPlaybackByLink(linkId, videoId));
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

async function ownPlayback(actor: Actor, videoId: number): Promise<Outputs> {
  const find = async () => getPlayback(actor, videoId);
  if (actor.kind !== "user") return find();
  return remembered(`${actor.sessionId}:${actor.role}:${videoId}`, videoId, true, async () => ({ outputs: await find(), expiresAt: null }));
}
