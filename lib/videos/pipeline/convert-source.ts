import { randomUUID } from "node:crypto";
import { constants, copyFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { settings } from "@/lib/core/settings";
import { ChildError } from "@/lib/platform/media/child";
import { convertToHls, lacksToneMapping } from "@/lib/platform/media/convert";
import type { HlsJob } from "@/lib/platform/media/hls-arguments";
import { storage } from "@/lib/platform/storage/storage";
import { listWorkFolders, removeWorkFolder, workFolder, workFolderPath } from "@/lib/platform/storage/work-folder";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import { conversionLimitSeconds, isTruncated, type SourceFacts } from "@/lib/videos/inspect";
import type { RenditionName } from "@/lib/videos/contract";
import type { Rung } from "@/lib/videos/ladder";
import { parseMediaPlaylist, segmentPrefix } from "@/lib/videos/playlist";
import { ProcessingFailure } from "@/lib/videos/pipeline/failure";
import { stagedName, trialName } from "@/lib/videos/pipeline/names";
import { progressReporter } from "@/lib/videos/pipeline/progress";

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => null))?.isDirectory() ?? false;
}

/** Trials of this attempt that a killed process left: whoever holds the lease knows that they are dead. */
async function removeDeadTrials(attempt: Attempt): Promise<void> {
  for (const { name } of await listWorkFolders()) if (name.startsWith(`${stagedName(attempt)}-`)) await removeWorkFolder(name);
}

async function outputSeconds(folder: string): Promise<number> {
  const segments = parseMediaPlaylist(await readFile(path.join(folder, "index.m3u8"), "utf8"));
  return segments.reduce((sum, segment) => sum + segment.seconds, 0);
}

/** All rungs in one process. A process that the kernel killed for its memory is tried once more, with one thread. */
async function convert(job: Omit<HlsJob, "threads">): Promise<void> {
  try {
    await convertToHls({ ...job, threads: 0 });
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    if (error.failure === "killed") await convertToHls({ ...job, threads: 1 });
    else if (job.toneMap && lacksToneMapping(error)) await convert({ ...job, toneMap: false });
    else throw error;
  }
}

/** A rendition that was made and shown before the others: where it lies in storage, and under which generation. */
export type MadeRung = { name: RenditionName; prefix: string; generation: number };

/** Puts a rendition that lies in storage already into `folder`, its segments named for this attempt. */
async function takeOver(made: MadeRung, attempt: Attempt, folder: string): Promise<void> {
  const from = `${made.prefix}/${made.name}`;
  const renamed = (name: string) => path.basename(name).replace(segmentPrefix(made.generation), segmentPrefix(attempt.generation));
  const segments = parseMediaPlaylist(await storage().readText(`${from}/index.m3u8`));
  for (const { name } of segments) await storage().withLocalFile(`${from}/${path.basename(name)}`, (file) => copyFile(file, path.join(folder, renamed(name)), constants.COPYFILE_FICLONE));
  // As FFmpeg writes it beside its segments: the steps after this one read it, and so does FFmpeg itself.
  const longest = Math.ceil(Math.max(...segments.map((segment) => segment.seconds)));
  const lines = ["#EXTM3U", "#EXT-X-VERSION:6", `#EXT-X-TARGETDURATION:${longest}`, ...segments.flatMap(({ name, seconds }) => [`#EXTINF:${seconds.toFixed(6)},`, renamed(name)]), "#EXT-X-ENDLIST", ""];
  await writeFile(path.join(folder, "index.m3u8"), lines.join("\n"));
}

/**
 * Converts a source to renditions, in the attempt's staged folder. Done again after it was done, it does nothing; done
 * again after a crash, it starts over in a folder of its own.
 * @param rungs all that the output has, smallest first; `made`, which is one of them, is taken over
 * @param share of the whole progress, from and to, 0 to 1
 * @returns how long the output is, in seconds
 * @throws ProcessingFailure when the source turns out to be cut off; ChildError
 */
export async function convertSource(attempt: Attempt, facts: SourceFacts, { rungs, made, share }: { rungs: readonly Rung[]; made: MadeRung | null; share: [from: number, to: number] }, signal: AbortSignal): Promise<number> {
  const staged = workFolderPath(stagedName(attempt));
  const lowest = rungs[0]!.name;
  if (await isFolder(staged)) return outputSeconds(path.join(staged, lowest));
  await removeDeadTrials(attempt);
  const trial = trialName(attempt, randomUUID());
  const folder = await workFolder(trial, { fresh: true });
  for (const rung of rungs) await mkdir(path.join(folder, rung.name));
  const progress = progressReporter(attempt, facts.pictureSeconds * facts.frameRate.value, share);
  try {
    if (made) await takeOver(made, attempt, path.join(folder, made.name));
    await storage().withLocalFile(attempt.sourceKey, (input) =>
      convert({
        input, outputDir: folder, signal, renditions: rungs.filter(({ name }) => name !== made?.name),
        videoStream: facts.videoStream, audioStream: facts.audioStream, frameRate: facts.frameRate.fraction,
        framesPerSegment: Math.round(facts.frameRate.value * settings.videoSegmentSeconds), segmentSeconds: settings.videoSegmentSeconds,
        segmentPrefix: segmentPrefix(attempt.generation), toneMap: facts.isHdr, colorMatrix: facts.colorMatrix, deinterlace: facts.isInterlaced,
        timeoutMs: conversionLimitSeconds(facts.durationSeconds) * 1000, onFrame: progress.onFrame,
      }),
    );
    const seconds = await outputSeconds(path.join(folder, rungs.at(-1)!.name));
    if (isTruncated(facts, seconds)) throw new ProcessingFailure("truncated");
    await rename(folder, staged);
    return seconds;
  } catch (error) {
    await removeWorkFolder(trial);
    throw error;
  } finally {
    await progress.settled();
  }
}
