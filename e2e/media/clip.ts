import { execFile } from "node:child_process";
import { truncate, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

type ClipOptions = { seconds?: number; width?: number; height?: number; rate?: number };

/** A real H.264 clip with AAC sound: a moving test picture with its own clock, and a tone. */
export async function makeClip(file: string, { seconds = 12, width = 1280, height = 720, rate = 30 }: ClipOptions = {}): Promise<string> {
  const picture = `testsrc2=size=${width}x${height}:rate=${rate}`;
  await run(process.env.FFMPEG_PATH ?? "ffmpeg", [
    "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", String(seconds),
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", String(2 * rate), "-c:a", "aac", "-b:a", "96k", "-shortest", file,
  ]);
  return file;
}

/** A text that claims to be a video. */
export async function makeDisguisedText(file: string): Promise<string> {
  await writeFile(file, "These are the notes of a meeting, and no video.\n");
  return file;
}

/** A file of this size that takes no room on the disk. */
export async function makeHollowFile(file: string, sizeBytes: number): Promise<string> {
  await writeFile(file, "");
  await truncate(file, sizeBytes);
  return file;
}
