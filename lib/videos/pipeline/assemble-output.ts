import { open, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { storage } from "@/lib/platform/storage/storage";
import { workFolderPath } from "@/lib/platform/storage/work-folder";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import type { FinishedOutput } from "@/lib/videos/commands/publish-output";
import { renditionNames, type RenditionInfo } from "@/lib/videos/contract";
import { toSummary, type SourceFacts } from "@/lib/videos/inspect";
import type { Rung } from "@/lib/videos/ladder";
import { avcCodec, masterPlaylist, measureRates, mediaPlaylist, parseMediaPlaylist, type Segment } from "@/lib/videos/playlist";
import { storyboard } from "@/lib/videos/storyboard";
import { outputPrefix, stagedName } from "@/lib/videos/pipeline/names";

/** What was measured, kept beside the output: a repeated step finds it after the folder was moved. */
const manifestName = "output.json";
const manifest = z.object({
  renditions: z.array(
    z.object({ name: z.enum(renditionNames), width: z.int(), height: z.int(), bandwidth: z.int(), averageBandwidth: z.int(), codecs: z.string(), frameRate: z.number(), segments: z.int().optional(), bytes: z.int().optional() }),
  ),
  hasStoryboard: z.boolean(),
  durationSeconds: z.number(),
});

type OutputRung = Pick<Rung, "name" | "width" | "height">;

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

/** The first bytes of a segment: enough for the parameter sets of its first picture. */
async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function finishRendition(videoId: number, folder: string, rung: OutputRung, facts: SourceFacts): Promise<RenditionInfo> {
  const playlist = path.join(folder, "index.m3u8");
  const segments: Segment[] = [];
  for (const { name, seconds } of parseMediaPlaylist(await readFile(playlist, "utf8"))) {
    // A repeated step finds our own addresses here instead of bare names.
    const file = path.basename(name);
    segments.push({ name: file, seconds, bytes: (await stat(path.join(folder, file))).size });
  }
  const video = avcCodec(await headOf(path.join(folder, segments[0]!.name)));
  if (!video) throw new Error("a segment without a sequence parameter set");
  await writeWhole(playlist, mediaPlaylist(videoId, rung.name, segments));
  return {
    name: rung.name, width: rung.width, height: rung.height, ...measureRates(segments),
    codecs: facts.audioStream === null ? video : `${video},mp4a.40.2`, frameRate: facts.frameRate.value,
    segments: segments.length, bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/**
 * Measures the staged output, writes its playlists as clients load them, and moves it into storage as a whole.
 * After it was moved, the same call answers the same.
 */
export async function assembleOutput(attempt: Attempt, rungs: readonly OutputRung[], facts: SourceFacts, seconds: number): Promise<FinishedOutput> {
  const prefix = outputPrefix(attempt);
  const staged = workFolderPath(stagedName(attempt));
  const isStaged = await stat(staged).then(() => true, () => false);
  if (isStaged) {
    const renditions: RenditionInfo[] = [];
    for (const rung of rungs) renditions.push(await finishRendition(attempt.videoId, path.join(staged, rung.name), rung, facts));
    await writeWhole(path.join(staged, "master.m3u8"), masterPlaylist(attempt.videoId, renditions));
    const hasStoryboard = (await readdir(staged)).includes(storyboard.vttName);
    await writeWhole(path.join(staged, manifestName), JSON.stringify({ renditions, hasStoryboard, durationSeconds: seconds }));
    await storage().publishFolder(staged, prefix);
  }
  const measured = manifest.parse(JSON.parse(await storage().readText(`${prefix}/${manifestName}`)));
  return { storagePrefix: prefix, ...measured, source: toSummary(facts) };
}
