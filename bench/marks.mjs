// What the marks of the synthetic people of a call (server/testing-publishers.mjs) tell of a recording of it.
import fs from "node:fs";
import { runCommand } from "../server/setup/commands.mjs";
import { round } from "./instance.mjs";

/** How many seconds are looked at for the distance of sound and picture. */
export const lookAt = 20;

/** How long the picture and the sound of a file are, in seconds, by their last packets. */
export async function streamSeconds(file) {
  const lengths = {};
  for (const stream of ["video", "audio"]) {
    const { output } = await runCommand(process.env.FFPROBE_PATH ?? "ffprobe", ["-v", "error", "-select_streams", stream[0], "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", file]);
    const [pts, duration] = output.trim().split("\n").at(-1).split(",").map(Number);
    lengths[stream] = pts + duration;
  }
  return lengths;
}

/** Where values rise after a pause, in seconds. */
function onsets(values, perSecond) {
  const found = [];
  let last = -Infinity;
  for (const [at, value] of values.entries()) {
    if (!value) continue;
    if (at - last > perSecond * 0.4) found.push(at / perSecond);
    last = at;
  }
  return found;
}

/**
 * Milliseconds by which the tones come after their squares, the middle one, the least and the most of `lookAt` seconds.
 * @param {string} file
 * @param {string} middle FFmpeg's crop of a place where the white squares come
 * @param {number} from seconds
 */
export async function soundLaterMs(file, middle, from) {
  const decode = async (...args) => {
    const out = `${file}.raw`;
    await runCommand(process.env.FFMPEG_PATH ?? "ffmpeg", ["-v", "error", "-nostdin", "-y", "-ss", String(from), "-t", String(lookAt), "-i", file, ...args, out]);
    return fs.readFileSync(out);
  };
  const seen = onsets([...(await decode("-an", "-vf", `fps=50,${middle},scale=1:1,format=gray`, "-f", "rawvideo"))].map((value) => value > 190), 50);
  const sound = await decode("-vn", "-ar", "8000", "-ac", "1", "-f", "s16le");
  const heard = onsets([...new Int16Array(sound.buffer, sound.byteOffset, sound.length >> 1)].map((value) => Math.abs(value) > 5000), 8000);
  const late = seen.flatMap((at) => heard.filter((other) => Math.abs(other - at) < 0.4).map((other) => (other - at) * 1000)).sort((a, b) => a - b);
  if (late.length < lookAt / 2) throw new Error(`of ${seen.length} squares and ${heard.length} tones only ${late.length} belong together`);
  return { middle: round(late[late.length >> 1], 0), least: round(late[0], 0), most: round(late.at(-1), 0) };
}
