import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { settings } from "@/lib/core/settings";
import { log } from "@/lib/platform/log";
import { copyToHls } from "@/lib/platform/media/convert";
import { storage } from "@/lib/platform/storage/storage";
import { removeWorkFolder, workFolder, workFolderPath } from "@/lib/platform/storage/work-folder";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import type { FinishedOutput } from "@/lib/videos/commands/publish-output";
import { isTruncated, type SourceFacts } from "@/lib/videos/inspect";
import { ladder } from "@/lib/videos/ladder";
import { assembleOutput } from "@/lib/videos/pipeline/assemble-output";
import { convertSource } from "@/lib/videos/pipeline/convert-source";
import { makePoster } from "@/lib/videos/pipeline/make-pictures";
import { outputPrefix, stagedName, trialName } from "@/lib/videos/pipeline/names";
import { parseMediaPlaylist, segmentPrefix } from "@/lib/videos/playlist";

/** Copying reads a file once: what takes longer is no gain over waiting. */
const copyLimitMs = 120_000;
/** A film with key frames so far apart starts and seeks too slowly. */
const longestSegmentSeconds = 20;

/** Why a copy is not shown; nobody needs to know but the log. */
class Unsuitable extends Error {}

async function copy(attempt: Attempt, name: string, facts: SourceFacts, signal: AbortSignal): Promise<number> {
  // What a killed process left of this attempt was never shown.
  await storage().remove(outputPrefix(attempt));
  const trial = trialName(attempt, randomUUID());
  const folder = await workFolder(trial, { fresh: true });
  try {
    await mkdir(path.join(folder, name));
    await storage().withLocalFile(attempt.sourceKey, (input) =>
      copyToHls({ input, outputDir: folder, name, videoStream: facts.videoStream, audioStream: facts.audioStream, segmentSeconds: settings.videoSegmentSeconds, segmentPrefix: segmentPrefix(attempt.generation), timeoutMs: copyLimitMs, signal }),
    );
    const segments = parseMediaPlaylist(await readFile(path.join(folder, name, "index.m3u8"), "utf8"));
    const seconds = segments.reduce((sum, segment) => sum + segment.seconds, 0);
    if (isTruncated(facts, seconds)) throw new Unsuitable("it ends before the source should");
    if (segments.some((segment) => segment.seconds > longestSegmentSeconds)) throw new Unsuitable("its key frames are too far apart");
    await removeWorkFolder(stagedName(attempt));
    await rename(folder, workFolderPath(stagedName(attempt)));
    return seconds;
  } catch (error) {
    await removeWorkFolder(trial);
    throw error;
  }
}

/** Of the whole conversion, what the smallest rendition of several takes. */
export const smallestShare = 0.25;

/** The smallest rendition of a source that must be converted, as it will stay. @throws ProcessingFailure, ChildError */
export async function convertSmallest(attempt: Attempt, facts: SourceFacts, signal: AbortSignal): Promise<FinishedOutput> {
  const rungs = ladder(facts.width, facts.height).slice(0, 1);
  const seconds = await convertSource(attempt, facts, { rungs, made: null, share: [0, smallestShare] }, signal);
  await makePoster(attempt, facts, signal);
  return assembleOutput(attempt, rungs, facts, seconds);
}

/**
 * Puts a source that players take as it is into an output of one rendition, named by its size. Done again after a crash,
 * it starts over.
 * @returns null when that came to nothing: nothing is left of it then
 */
export async function copySource(attempt: Attempt, facts: SourceFacts, signal: AbortSignal): Promise<FinishedOutput | null> {
  const { name } = ladder(facts.width, facts.height).at(-1)!;
  try {
    const seconds = await copy(attempt, name, facts, signal);
    await makePoster(attempt, facts, signal);
    return await assembleOutput(attempt, [{ name, width: facts.width, height: facts.height }], facts, seconds);
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn({ err: error, videoId: attempt.videoId }, "a source is not shown before its renditions are made");
    await removeWorkFolder(stagedName(attempt));
    return null;
  }
}
