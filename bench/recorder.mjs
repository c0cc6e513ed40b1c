import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundleServer } from "../server/build.mjs";
import { recorderFlags } from "../server/recorder-flags.mjs";
import { ROOT } from "../server/setup/root.mjs";
import { startTestRooms } from "../server/testing-room.mjs";
import { round } from "./instance.mjs";

const warmSeconds = 10;
const seconds = 30;
/** The middle layer of a browser's camera; and of twelve also the smallest, which is all that their tiles need. */
const middle = { width: 640, height: 360, fps: 20 };
const smallest = { width: 320, height: 180, fps: 20 };
const rooms = [
  { name: "people2", count: 2, camera: middle },
  { name: "people6", count: 6, camera: middle },
  { name: "people12", count: 12, camera: smallest },
  { name: "people12Middle", count: 12, camera: middle },
];

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What the built-in recorder costs, with its FFmpeg, in a room of two, six and twelve people: processor seconds for each
 * recorded second once it is under way, and the most memory. Linux only: it reads /proc.
 */
export async function measure() {
  await bundleServer();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const world = await startTestRooms(dir);
  try {
    const rows = {};
    for (const room of rooms) rows[room.name] = await record(world, dir, room);
    return rows;
  } finally {
    await world.end();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function record(world, dir, { name, count, camera }) {
  await world.rooms.createRoom({ name });
  const people = await world.enter(name, Array.from({ length: count }, (_, index) => `u${index + 1}`), camera);
  const recorder = await world.record([...recorderFlags, path.join(ROOT, ".build", "recorder.mjs")], name, { file: path.join(dir, `${name}.mp4`), mode: "room_composite" });
  const progress = () => recorder.reports.filter(({ type }) => type === "progress");
  const until = async (enough) => {
    while (!(progress().at(-1)?.seconds >= enough)) {
      if (recorder.child.exitCode !== null) throw new Error(`the recorder ended: ${JSON.stringify(recorder.reports.at(-1))}\n${recorder.said()}`);
      await wait(100);
    }
    return progress().at(-1);
  };
  const first = await until(warmSeconds);
  const last = await until(warmSeconds + seconds);
  await recorder.stop();
  await people.leave();
  return {
    coresUsed: round((last.cpuSeconds - first.cpuSeconds) / (last.seconds - first.seconds), 3),
    mostMegabytes: round(Math.max(...progress().map(({ rssBytes }) => rssBytes)) / 1e6, 0),
    slowedDown: recorder.said().includes("pictures a second"),
  };
}
