import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundleServer } from "../server/build.mjs";
import { ROOT } from "../server/setup/root.mjs";
import { startTestRooms } from "../server/testing-room.mjs";
import { round } from "./instance.mjs";

const counts = [2, 6, 12];
const warmSeconds = 10;
const seconds = 30;
/** More than a browser's smaller layers at every size of room: the worst case for a small tile. */
const camera = { width: 640, height: 360, fps: 20 };

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What the built-in recorder costs, with its FFmpeg, in a room of two, six and twelve people: processor seconds for each
 * recorded second once it is under way, and the most memory. Linux only: it reads /proc.
 */
export async function measure(only) {
  await bundleServer();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-bench-"));
  const world = await startTestRooms(dir);
  try {
    const rows = {};
    for (const count of only.length > 0 ? only.map(Number) : counts) rows[`people${count}`] = await record(world, dir, count);
    return rows;
  } finally {
    await world.end();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function record(world, dir, count) {
  const room = `room-${count}`;
  await world.rooms.createRoom({ name: room });
  const people = await world.enter(room, Array.from({ length: count }, (_, index) => `u${index + 1}`), camera);
  const recorder = await world.record([path.join(ROOT, ".build", "recorder.mjs")], room, { file: path.join(dir, `${count}.mp4`), mode: "room_composite" });
  const progress = () => recorder.reports.filter(({ type }) => type === "progress");
  const until = async (enough) => {
    while (!(progress().at(-1)?.seconds >= enough)) {
      if (recorder.child.exitCode !== null) throw new Error(`the recorder ended:\n${recorder.said()}`);
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
