import { readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { ChildError } from "@/lib/platform/media/child";
import { lacksToneMapping, makeStoryboard, takePoster, type PosterJob } from "@/lib/platform/media/convert";
import { storage } from "@/lib/platform/storage/storage";
import { workFolder, workFolderPath, removeWorkFolder } from "@/lib/platform/storage/work-folder";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import { conversionLimitSeconds, type SourceFacts } from "@/lib/videos/inspect";
import { ladder } from "@/lib/videos/ladder";
import { parseMediaPlaylist, videoPath } from "@/lib/videos/playlist";
import { storyboard, storyboardVtt, tileHeight } from "@/lib/videos/storyboard";
import { stagedName, trialName } from "@/lib/videos/pipeline/names";

const posterName = "poster.jpg";
const posterShortSide = 720;

const exists = (file: string) => stat(file).then((found) => found.size > 0, () => false);

async function picture(job: PosterJob): Promise<void> {
  try {
    await takePoster(job);
  } catch (error) {
    if (!(error instanceof ChildError) || !job.toneMap || !lacksToneMapping(error)) throw error;
    await takePoster({ ...job, toneMap: false });
  }
}

/**
 * Takes a telling frame: a tenth into the film, at most ten seconds, the most typical of the next hundred; of a clip too
 * short for that the first frame. Seeking beyond the end writes no file and is no error, so the file is looked for.
 */
export async function makePoster(attempt: Attempt, facts: SourceFacts, signal: AbortSignal): Promise<void> {
  const output = path.join(workFolderPath(stagedName(attempt)), posterName);
  if (await exists(output)) return;
  const rungs = ladder(facts.width, facts.height);
  const rung = rungs.find((each) => Math.min(each.width, each.height) >= posterShortSide) ?? rungs.at(-1)!;
  const seekSeconds = Math.min(facts.pictureSeconds * 0.1, 10);
  const left = Math.floor((facts.pictureSeconds - seekSeconds) * facts.frameRate.value * 0.8);
  const half = `${output}.part`;
  const size = { width: rung.width, height: rung.height, videoStream: facts.videoStream, toneMap: facts.isHdr, colorMatrix: facts.colorMatrix, signal };
  await storage().withLocalFile(attempt.sourceKey, async (input) => {
    await picture({ input, output: half, seekSeconds, candidates: Math.max(1, Math.min(100, left)), ...size });
    if (!(await exists(half))) await picture({ input, output: half, seekSeconds: 0, candidates: 1, ...size });
  });
  await rename(half, output);
}

/** Makes the pictures for the time bar and the WebVTT that names them, from the key frames of the smallest rendition. */
export async function makeStoryboardFiles(attempt: Attempt, facts: SourceFacts, signal: AbortSignal): Promise<void> {
  const staged = workFolderPath(stagedName(attempt));
  const rung = ladder(facts.width, facts.height)[0]!;
  const playlist = path.join(staged, rung.name, "index.m3u8");
  const height = tileHeight(rung.width, rung.height);
  const trial = trialName(attempt, "storyboard");
  const folder = await workFolder(trial, { fresh: true });
  const { columns, rows, tileWidth, sheetPattern } = storyboard;
  try {
    await makeStoryboard({
      playlist, outputDir: folder, outputPattern: sheetPattern, tileWidth, tileHeight: height, columns, rows,
      timeoutMs: conversionLimitSeconds(facts.durationSeconds) * 1000, signal,
    });
    for (const sheet of await readdir(folder)) await rename(path.join(folder, sheet), path.join(staged, sheet));
  } finally {
    await removeWorkFolder(trial);
  }
  const segments = parseMediaPlaylist(await readFile(playlist, "utf8"));
  const starts = segments.map((_, i) => segments.slice(0, i).reduce((sum, segment) => sum + segment.seconds, 0));
  const text = storyboardVtt(videoPath(attempt.videoId), attempt.generation, starts, facts.durationSeconds, height);
  await writeFile(path.join(staged, storyboard.vttName), text);
}
