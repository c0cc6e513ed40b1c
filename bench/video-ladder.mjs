import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { ROOT } from "../server/setup/root.mjs";
import { makeFilm } from "./film.mjs";
import { round } from "./instance.mjs";

const ffmpeg = process.env.FFMPEG_PATH ?? "ffmpeg";
const rungs = [["480p", 480], ["720p", 720], ["1080p", 1080]];

/** Runs FFmpeg and says what it took: seconds on the clock, and of processors as it counts them itself. */
async function run(args, cwd) {
  const from = performance.now();
  const child = spawn(ffmpeg, ["-hide_banner", "-nostdin", "-nostats", "-benchmark", "-y", ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-20_000)));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`FFmpeg ended with ${code}: ${said.slice(-2_000)}`);
  const [, user = "0", system = "0"] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(said) ?? [];
  return { wall: (performance.now() - from) / 1000, cpu: Number(user) + Number(system), said };
}

/** The command line of the product itself, from its own module. */
async function ownArguments(dir) {
  const out = path.join(dir, "own.mjs");
  const source = `export { hlsArguments } from "@/lib/platform/media/hls-arguments"; export { ladder } from "@/lib/videos/ladder";`;
  await build({ stdin: { contents: source, resolveDir: ROOT, loader: "ts" }, alias: { "@": ROOT }, bundle: true, platform: "node", format: "esm", outfile: out, logLevel: "silent" });
  return import(out);
}

async function ours(file, dir, seconds) {
  const { hlsArguments, ladder } = await ownArguments(dir);
  const renditions = ladder(1920, 1080);
  for (const { name } of renditions) fs.mkdirSync(path.join(dir, name), { recursive: true });
  const job = { input: file, outputDir: dir, videoStream: 0, audioStream: 1, frameRate: "30", framesPerSegment: 120, segmentSeconds: 4, segmentPrefix: "segment_g1_", renditions, toneMap: false, colorMatrix: "bt709", deinterlace: false, threads: 0, timeoutMs: seconds * 20_000 };
  // What it took is told at the level of information only.
  return run(hlsArguments(job).map((each) => (each === "error" ? "info" : each)), dir);
}

/** As a backend does it that leaves everything to FFmpeg: one run for each height, all defaults of the encoder, which are `medium` and 23. */
async function peers(file, dir) {
  const total = { wall: 0, cpu: 0 };
  for (const [name, height] of rungs) {
    fs.mkdirSync(path.join(dir, name), { recursive: true });
    const { wall, cpu } = await run(["-i", file, "-vf", `scale=-2:${height}`, "-c:v", "libx264", "-preset", "medium", "-c:a", "aac", "-hls_time", "6", "-hls_playlist_type", "vod", "-hls_segment_filename", `${name}/segment_%03d.ts`, `${name}/index.m3u8`], dir);
    total.wall += wall;
    total.cpu += cpu;
  }
  return total;
}

/** How near a rendition is to the source, scaled to its size: 1 is the same. */
async function ssimOf(file, dir, name, height) {
  // One says how its colours are coded and the other does not: a comparison would convert one of them first.
  const alike = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv";
  const graph = `[1:v]${alike},scale=-2:${height}:flags=bicubic,setsar=1,format=yuv420p,setpts=PTS-STARTPTS[source];[0:v]${alike},scale=-2:${height},setsar=1,format=yuv420p,setpts=PTS-STARTPTS[made];[made][source]ssim`;
  const { said } = await run(["-allowed_extensions", "m3u8,ts", "-i", `${name}/index.m3u8`, "-i", file, "-lavfi", graph, "-f", "null", "-"], dir);
  return Number(/SSIM .*All:([\d.]+)/.exec(said)?.[1]);
}

const bytesOf = (dir, name) => fs.readdirSync(path.join(dir, name)).filter((each) => each.endsWith(".ts")).reduce((sum, each) => sum + fs.statSync(path.join(dir, name, each)).size, 0);

/** The product's one process for all renditions beside a process for each, of films like footage. `20` or `60` alone measures one length. */
export async function measure(asked) {
  const lengths = asked.length > 0 ? asked.map(Number) : [20, 60];
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  try {
    const found = {};
    for (const seconds of lengths) {
      const file = await makeFilm(dir, `film-${seconds}`, seconds);
      const [own, other] = [path.join(dir, `own-${seconds}`), path.join(dir, `peers-${seconds}`)];
      const [mine, theirs] = [await ours(file, own, seconds), await peers(file, other)];
      const ssim = {};
      for (const [name, height] of rungs) ssim[name] = { ours: round(await ssimOf(file, own, name, height), 4), theirs: round(await ssimOf(file, other, name, height), 4) };
      const [bytes, theirBytes] = [bytesOf(own, "1080p"), bytesOf(other, "1080p")];
      found[`${seconds}s`] = {
        wall: round(mine.wall), theirWall: round(theirs.wall), wallShare: round(mine.wall / theirs.wall, 3), cpu: round(mine.cpu), theirCpu: round(theirs.cpu),
        bytes1080: bytes, theirBytes1080: theirBytes, cpuTimesBytesShare: round((mine.cpu * bytes) / (theirs.cpu * theirBytes), 3), ssim,
      };
    }
    return { ...found, aims: { wallShare: 0.55, cpuTimesBytesShare: 0.6, ssim: "not lower" } };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
