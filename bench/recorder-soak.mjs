import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundleServer } from "../server/build.mjs";
import { runCommand } from "../server/setup/commands.mjs";
import { recorderFlags } from "../server/recorder-flags.mjs";
import { ROOT } from "../server/setup/root.mjs";
import { startTestRooms } from "../server/testing-room.mjs";
import { round } from "./instance.mjs";

const people = 4;
const camera = { width: 640, height: 360, fps: 20 };

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Records for hours, by hand: `npm run bench -- recorder-soak 120` for two of them. Somebody comes and goes each minute.
 * Whether memory grows from the first tenth to the last, what it costs, and how far picture and sound are apart in length.
 * Linux only: it reads /proc.
 * @param {string[]} given minutes
 */
export async function measure([given = "120"]) {
  await bundleServer();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-soak-"));
  const world = await startTestRooms(dir);
  try {
    return await soak(world, path.join(dir, "soak.mp4"), Number(given) * 60);
  } finally {
    await world.end();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function soak(world, file, seconds) {
  await world.rooms.createRoom({ name: "soak" });
  const staying = await world.enter("soak", Array.from({ length: people }, (_, index) => `u${index + 1}`), camera);
  const recorder = await world.record([...recorderFlags, path.join(ROOT, ".build", "recorder.mjs")], "soak", { file, mode: "room_composite" });
  const progress = () => recorder.reports.filter(({ type }) => type === "progress");
  while (!(progress().at(-1)?.seconds >= seconds)) {
    if (recorder.child.exitCode !== null) throw new Error(`the recorder ended: ${JSON.stringify(recorder.reports.at(-1))}\n${recorder.said()}`);
    const visitor = await world.enter("soak", ["g1"], camera);
    await wait(30_000);
    await visitor.leave();
    await wait(30_000);
    console.error(JSON.stringify(progress().at(-1)));
  }
  const exitCode = await recorder.stop();
  await staying.leave();
  const figures = progress();
  const tenth = Math.ceil(figures.length / 10);
  const megabytes = (rows) => round(rows.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / rows.length / 1e6, 0);
  const [first, last] = [figures[0], figures.at(-1)];
  return {
    exitCode,
    minutes: round(last.seconds / 60),
    coresUsed: round((last.cpuSeconds - first.cpuSeconds) / (last.seconds - first.seconds), 3),
    megabytesAtFirst: megabytes(figures.slice(0, tenth)),
    megabytesAtLast: megabytes(figures.slice(-tenth)),
    streamSeconds: await streamSeconds(file),
  };
}

/** How long each stream is, by its last packet. */
async function streamSeconds(file) {
  const lengths = {};
  for (const stream of ["v", "a"]) {
    const { output } = await runCommand(process.env.FFPROBE_PATH ?? "ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", file]);
    const [pts, duration] = output.trim().split("\n").at(-1).split(",").map(Number);
    lengths[stream] = round(pts + duration, 3);
  }
  return lengths;
}
