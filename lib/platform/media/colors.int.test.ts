import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { convertToHls, takePoster } from "@/lib/platform/media/convert";
import type { ColorMatrix } from "@/lib/platform/media/hls-arguments";

/** A strong colour: read by another matrix each part of it is off by a dozen and more. */
const color = [0xc0, 0x20, 0x60];
const ffmpeg = (args: string[]) => promisify(execFile)(env().FFMPEG_PATH, ["-hide_banner", "-nostdin", "-v", "error", "-y", ...args], { encoding: "buffer" });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "atrium-colors-"));
  await mkdir(path.join(dir, "480p"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The colour that a player shows in the middle of the first picture. */
async function shownColor(file: string, matrix: ColorMatrix, range: "tv" | "full"): Promise<number[]> {
  const { stdout } = await ffmpeg(["-i", file, "-frames:v", "1", "-vf", `scale=in_color_matrix=${matrix}:in_range=${range},crop=1:1`, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]);
  return [...stdout];
}

const isNear = (found: number[]) => found.length === 3 && found.every((part, i) => Math.abs(part - color[i]!) <= 6);

it.each<[ColorMatrix, string]>([["bt601", "640x480"], ["bt709", "1280x720"]])("keeps the colours of a source with %s, in renditions and in the poster", async (colorMatrix, size) => {
  const input = path.join(dir, `${colorMatrix}.mp4`);
  await ffmpeg(["-f", "lavfi", "-i", `color=0xC02060:s=${size}:d=0.4:r=25`, "-vf", `scale=out_color_matrix=${colorMatrix},format=yuv420p`, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", input]);
  const rung = { name: "480p", width: 640, height: 480, crf: 19, maxRateKbit: 1_400, motionSearch: 1 } as const;
  await convertToHls({ input, outputDir: dir, videoStream: 0, audioStream: null, frameRate: "25", framesPerSegment: 100, segmentSeconds: 4, segmentPrefix: "s_", renditions: [rung], toneMap: false, colorMatrix, deinterlace: false, threads: 1, timeoutMs: 60_000 });
  expect(await shownColor(path.join(dir, "480p", "s_00000.ts"), "bt709", "tv")).toSatisfy(isNear);
  const output = path.join(dir, "poster.jpg");
  await takePoster({ input, output, videoStream: 0, width: 320, height: 240, seekSeconds: 0, candidates: 1, toneMap: false, colorMatrix });
  expect(await shownColor(output, "bt601", "full")).toSatisfy(isNear);
});
