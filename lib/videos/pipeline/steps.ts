import { settings } from "@/lib/core/settings";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { removeWorkFolder } from "@/lib/platform/storage/work-folder";
import { beginProcessing, type Attempt } from "@/lib/videos/commands/begin-processing";
import { failProcessing } from "@/lib/videos/commands/fail-processing";
import { hasOutput, publishEarly } from "@/lib/videos/commands/publish-early";
import { publishOutput } from "@/lib/videos/commands/publish-output";
import type { SourceFacts } from "@/lib/videos/inspect";
import { ladder } from "@/lib/videos/ladder";
import { assembleOutput } from "@/lib/videos/pipeline/assemble-output";
import { convertSource, type MadeRung } from "@/lib/videos/pipeline/convert-source";
import { convertSmallest, copySource, smallestShare } from "@/lib/videos/pipeline/early-output";
import { failing, ProcessingFailure } from "@/lib/videos/pipeline/failure";
import { makePoster, makeStoryboardFiles } from "@/lib/videos/pipeline/make-pictures";
import { outputPrefix, stagedName } from "@/lib/videos/pipeline/names";
import { probeSource } from "@/lib/videos/pipeline/probe-source";
import { SupersededError, withLease } from "@/lib/videos/pipeline/with-lease";

/** What the steps after the first one need; plain JSON, since a job engine keeps it between steps. */
export type VideoPlan = { attempt: Attempt; facts: SourceFacts; /** The rendition that is made and shown already. */ made?: MadeRung };

/**
 * Runs one step under the lease.
 * @returns null when processing ends here: another run has the video, or it failed for good (and the row says why).
 * @throws anything else; the engine tries the step again
 */
async function underLease<T>(attempt: Attempt, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  try {
    return await withLease(attempt, (signal) => failing(attempt.videoId, () => work(signal)));
  } catch (error) {
    if (error instanceof SupersededError) return null;
    if (!(error instanceof ProcessingFailure)) throw error;
    await failProcessing(attempt.videoId, attempt.token, error.code);
    await removeWorkFolder(stagedName(attempt));
    return null;
  }
}

/** Takes the video and looks at its file. @param token names the run */
export async function probeVideo(videoId: number, token: string): Promise<VideoPlan | null> {
  const attempt = await beginProcessing(videoId, token);
  if (!attempt) return null;
  return underLease(attempt, async (signal) => {
    const inspection = await probeSource(attempt.sourceKey, signal);
    if (!inspection.ok) throw new ProcessingFailure(inspection.code);
    return { attempt, facts: inspection.facts };
  });
}

/**
 * Shows something while the rest is made: a source that players take as it is, else its smallest rendition. A copy that
 * comes to nothing is no failure of the video: its own renditions follow anyway.
 * @returns what the steps after it go on with
 */
export async function showEarly({ attempt, facts }: VideoPlan): Promise<VideoPlan | null> {
  const [smallest, ...larger] = ladder(facts.width, facts.height);
  const isWorthIt = facts.durationSeconds >= settings.videoEarlyFromSeconds && (facts.isPlayable || larger.length > 0);
  if (!isWorthIt) return { attempt, facts };
  return underLease(attempt, async (signal) => {
    const make = facts.isPlayable ? copySource : convertSmallest;
    const output = (await hasOutput(attempt)) ? null : await make(attempt, facts, signal);
    const next = await publishEarly(attempt, output);
    if (!next) throw new SupersededError();
    const isMade = next.isShown && !facts.isPlayable;
    return { attempt: next.attempt, facts, ...(isMade ? { made: { name: smallest!.name, prefix: outputPrefix(attempt), generation: attempt.generation } } : {}) };
  });
}

/** Makes all renditions. @returns the output's length */
export async function transcodeVideo({ attempt, facts, made }: VideoPlan): Promise<{ seconds: number } | null> {
  const stop = metrics().transcode.startTimer();
  const rungs = ladder(facts.width, facts.height);
  const converted = await underLease(attempt, async (signal) => ({ seconds: await convertSource(attempt, facts, { rungs, made: made ?? null, share: [made ? smallestShare : 0, 1] }, signal) }));
  if (converted) stop();
  return converted;
}

export async function makeVideoPoster({ attempt, facts }: VideoPlan): Promise<true | null> {
  return underLease(attempt, async (signal) => {
    await makePoster(attempt, facts, signal);
    return true as const;
  });
}

/** A video without a storyboard is still a video: only a full disk ends processing here. */
export async function makeVideoStoryboard({ attempt, facts }: VideoPlan): Promise<true | null> {
  return underLease(attempt, async (signal) => {
    try {
      await failing(attempt.videoId, () => makeStoryboardFiles(attempt, facts, signal));
    } catch (error) {
      if (!(error instanceof ProcessingFailure) || error.code === "no_space") throw error;
      log.warn({ videoId: attempt.videoId, code: error.code }, "a video is published without a storyboard");
    }
    return true as const;
  });
}

/** Moves the output into storage and shows it. */
export async function publishVideo({ attempt, facts }: VideoPlan, seconds: number): Promise<true | null> {
  return underLease(attempt, async () => {
    const output = await assembleOutput(attempt, ladder(facts.width, facts.height), facts, seconds);
    if (!(await publishOutput(attempt, output))) throw new SupersededError();
    return true as const;
  });
}

/** The run has failed for a reason that nobody foresaw; the row must not stay `processing`. */
export async function giveUpVideo(videoId: number, token: string): Promise<void> {
  await failProcessing(videoId, token, "internal", { keepsToken: true });
}
