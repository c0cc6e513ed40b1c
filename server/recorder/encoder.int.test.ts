import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { Encoder } from "@/server/recorder/encoder";
import { FrameWriter } from "@/server/recorder/frame-writer";
import { canvasHeight, canvasWidth } from "@/server/recorder/layout";
import { sampleRate } from "@/server/recorder/mixer";
import { frameMs, samplesPerFrame } from "@/server/recorder/pace";
import { pictureBytes } from "@/server/recorder/picture";

const run = promisify(execFile);

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "atrium-encoder-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test("a machine that draws few pictures, at odd moments, makes a file whose picture is as long as its sound, each picture at its moment, with a key frame every two seconds", { timeout: 60_000 }, async () => {
  const file = path.join(dir, "few.mp4");
  const encoder = new Encoder({ file, mode: "room_composite", targets: [], ffmpegPath: env().FFMPEG_PATH }, () => {});
  const writer = new FrameWriter(encoder.pictures!, [0, 0].map(() => new Uint8Array(pictureBytes(canvasWidth, canvasHeight))));
  const moments = [0, 3, 4, 11, 26, 49, 52, 61, 75, 99, 101, 120];
  const frames = 125;
  encoder.sound.write(new Uint8Array(frames * samplesPerFrame * 2));
  for (const [index, frame] of moments.entries()) {
    const picture = writer.borrow()!;
    picture.fill(index % 2 === 0 ? 40 : 200, 0, canvasWidth * canvasHeight);
    writer.push(picture, frame);
    await writer.drain();
  }
  writer.repeat(frames - 1, true);
  await writer.drain();
  expect(await encoder.close()).toBeNull();

  const { stdout } = await run(env().FFPROBE_PATH, ["-v", "error", "-show_entries", "stream=codec_type,duration:packet=stream_index,pts_time,flags", "-of", "json", file]);
  const { streams, packets } = JSON.parse(stdout) as { streams: { duration: string }[]; packets: { stream_index: number; pts_time: string; flags: string }[] };
  const pictures = packets.filter(({ stream_index: index }) => index === 0);
  // Everything comes half a frame later, which the encoder of the sound takes to begin.
  const frameOf = ({ pts_time: at }: { pts_time: string }) => Math.floor((Number(at) * 1_000) / frameMs);
  expect(pictures.map(frameOf)).toEqual([...moments, frames - 1]);
  expect(pictures.filter(({ flags }) => flags.startsWith("K")).map(frameOf)).toEqual([0, 52, 101]);
  for (const { duration } of streams) expect(Math.abs(Number(duration) - (frames * samplesPerFrame) / sampleRate)).toBeLessThan(0.05);
});
