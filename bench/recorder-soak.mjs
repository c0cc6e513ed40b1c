import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundleServer } from "../server/build.mjs";
import { recorderFlags } from "../server/recorder-flags.mjs";
import { ROOT } from "../server/setup/root.mjs";
import { startTestRooms } from "../server/testing-room.mjs";
import { round } from "./instance.mjs";
import { soundLaterMs, streamSeconds } from "./marks.mjs";

const people = 4;
const camera = { width: 640, height: 360, fps: 20 };
/** The middle of the first one of four tiles. */
const firstMiddle = "crop=40:40:300:165";
/** After how many seconds the tiles are where they stay. */
const settled = 4;

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Records for hours, by hand: `npm run bench -- recorder-soak 120` for two of them. Somebody comes and goes each minute.
 * Whether memory and open handles grow from the first tenth to the last, what it costs, how far picture and sound are apart
 * in length, and how much later the sound comes at the beginning, in the middle and at the end. Linux only: it reads /proc.
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
  // When the visitor was just gone: the four tiles are where the marks are looked for.
  const goneAt = [];
  const handles = [];
  while (!(progress().at(-1)?.seconds >= seconds)) {
    if (recorder.child.exitCode !== null) throw new Error(`the recorder ended: ${JSON.stringify(recorder.reports.at(-1))}\n${recorder.said()}`);
    const visitor = await world.enter("soak", ["g1"], camera);
    await wait(30_000);
    await visitor.leave();
    goneAt.push(progress().at(-1).seconds + settled);
    await wait(30_000);
    handles.push(openHandles(recorder.child.pid));
    console.error(JSON.stringify({ ...progress().at(-1), handles: handles.at(-1) }));
  }
  const exitCode = await recorder.stop();
  await staying.leave();
  const figures = progress();
  const tenth = Math.ceil(figures.length / 10);
  const megabytes = (rows) => round(rows.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / rows.length / 1e6, 0);
  const [first, last] = [figures[0], figures.at(-1)];
  const lengths = await streamSeconds(file);
  const late = (from) => soundLaterMs(file, firstMiddle, from);
  return {
    exitCode,
    minutes: round(last.seconds / 60),
    coresUsed: round((last.cpuSeconds - first.cpuSeconds) / (last.seconds - first.seconds), 3),
    megabytes: { atFirst: megabytes(figures.slice(0, tenth)), atLast: megabytes(figures.slice(-tenth)), most: megabytes([figures.reduce((most, row) => (row.rssBytes > most.rssBytes ? row : most))]) },
    handles: { atFirst: handles[0], atLast: handles.at(-1), most: Math.max(...handles) },
    soundLongerMs: round((lengths.audio - lengths.video) * 1000, 0),
    soundLaterMs: { atFirst: await late(goneAt[0]), inTheMiddle: await late(goneAt[goneAt.length >> 1]), atLast: await late(goneAt.at(-1)) },
  };
}

/** Open files and sockets of a process and of its children. */
function openHandles(pid) {
  const children = fs.readdirSync(`/proc/${pid}/task`).flatMap((thread) => fs.readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim().split(" ").filter(Boolean));
  return [pid, ...children].reduce((sum, process) => sum + fs.readdirSync(`/proc/${process}/fd`).length, 0);
}
