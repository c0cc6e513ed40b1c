import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recorderReport, type RecorderOrderInput, type RecorderReport } from "@/lib/platform/recorder/messages";
import { env } from "@/lib/platform/env";
import { probeFile } from "@/lib/platform/media/probe-file";
import { findFreePort } from "@/server/setup/ports.mjs";
import { bundleEntry } from "@/server/testing-bundle";
import { startTestRooms } from "@/server/testing-room.mjs";

const run = promisify(execFile);
const patience = { timeout: 45_000, interval: 100 };

let dir: string;
let rooms: Awaited<ReturnType<typeof startTestRooms>>;
let program: string[];
beforeAll(async () => {
  [dir, program] = await Promise.all([mkdtemp(path.join(tmpdir(), "atrium-recorder-")), bundleEntry("server/recorder.ts"), bundleEntry("server/recorder-picture.ts")]);
  rooms = await startTestRooms(dir);
});
afterAll(async () => {
  await rooms?.end();
  await rm(dir, { recursive: true, force: true });
});

type Order = Partial<RecorderOrderInput> & Pick<RecorderOrderInput, "mode">;
const record = (room: string, name: string, order: Order) => rooms.record(program, room, { file: path.join(dir, name), ffmpegPath: env().FFMPEG_PATH, ...order });
type Recorder = Awaited<ReturnType<typeof record>>;
/** What it has reported so far; each line must be one that the owner understands. */
const reportsOf = ({ reports }: Recorder): RecorderReport[] => reports.map((report) => recorderReport.parse(report));
const secondsOf = (recorder: Recorder) => reportsOf(recorder).findLast((report) => report.type === "progress")?.seconds ?? 0;
const untilSeconds = (recorder: Recorder, seconds: number) => expect.poll(() => secondsOf(recorder), { ...patience, message: recorder.said() }).toBeGreaterThanOrEqual(seconds);
const endingOf = (recorder: Recorder) => reportsOf(recorder).find((report) => report.type === "ended")?.reason;

async function decode(args: string[]): Promise<Buffer> {
  return (await run(env().FFMPEG_PATH, ["-v", "error", "-nostdin", ...args, "pipe:1"], { encoding: "buffer", maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** When each mark begins, in seconds: where the values rise after a pause. */
function onsets(values: ArrayLike<number>, perSecond: number, isMark: (value: number) => boolean): number[] {
  const found: number[] = [];
  let last = -Infinity;
  for (let at = 0; at < values.length; at += 1) {
    if (!isMark(values[at]!)) continue;
    if (at - last > perSecond * 0.5) found.push(at / perSecond);
    last = at;
  }
  return found;
}

/** How much later the sound of each mark is than its picture, in seconds. */
async function soundAfterPicture(file: string): Promise<number[]> {
  const [first, second] = (await probeFile(file))!.streams;
  expect([first?.codec_name, second?.codec_name]).toEqual(["h264", "aac"]);
  // The middle of the left tile.
  const light = await decode(["-i", file, "-an", "-vf", "fps=25,crop=40:40:300:340,scale=1:1,format=gray", "-f", "rawvideo"]);
  const sound = await decode(["-i", file, "-vn", "-ar", "8000", "-ac", "1", "-f", "s16le"]);
  const heard = onsets(new Int16Array(sound.buffer, sound.byteOffset, sound.length / 2), 8_000, (value) => Math.abs(value) > 2_000);
  const seen = onsets(light, 25, (value) => value > 190);
  return seen.flatMap((at) => heard.filter((other) => Math.abs(other - at) < 0.4).map((other) => other - at));
}

test("two people are recorded: both are seen, picture and sound are equally long and together from the first second to the last; what a killed recorder leaves can be played", { timeout: 120_000 }, async () => {
  await rooms.rooms.createRoom({ name: "blue" });
  const people = await rooms.enter("blue", ["u1", "u2"], { width: 320, height: 180, fps: 25 });
  const [listening, nobody] = [await findFreePort(), await findFreePort()];
  const audience = run(env().FFMPEG_PATH, ["-v", "error", "-nostdin", "-y", "-listen", "1", "-i", `rtmp://127.0.0.1:${listening}/live/key`, "-c", "copy", "-f", "mpegts", path.join(dir, "received.ts")], { timeout: 90_000, killSignal: "SIGKILL" }).catch(() => {});
  const targets = [{ kind: "rtmp", url: `rtmp://127.0.0.1:${nobody}/live/secret-key` }, { kind: "rtmp", url: `rtmp://127.0.0.1:${listening}/live/key` }, { kind: "hls", dir }] satisfies RecorderOrderInput["targets"];
  const asked = await record("blue", "asked.mp4", { mode: "room_composite", targets });
  const killed = await record("blue", "killed.mp4", { mode: "active_speaker" });
  await Promise.all([untilSeconds(asked, 5), untilSeconds(killed, 5)]);

  const before = secondsOf(killed);
  killed.child.kill("SIGKILL");
  expect(await asked.stop()).toBe(0);
  await people.leave();

  expect(endingOf(asked)).toBe("asked");
  expect([...new Set(reportsOf(asked).map(({ type }) => type))]).toEqual(expect.arrayContaining(["connected", "recording", "speakers", "progress", "ended"]));
  const file = path.join(dir, "asked.mp4");
  const [picture, sound] = (await probeFile(file))!.streams;
  expect(picture).toMatchObject({ codec_name: "h264", width: 1280, height: 720 });
  expect(Math.abs(picture!.duration! - sound!.duration!)).toBeLessThan(0.05);

  const shown = await decode(["-sseof", "-1", "-i", file, "-frames:v", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo"]);
  const chromaAt = (x: number, y: number) => [0, 1].map((plane) => shown[1280 * 720 + plane * 640 * 360 + (y >> 1) * 640 + (x >> 1)]!);
  // Who came first is on the left.
  expect([...chromaAt(80, 220), ...chromaAt(720, 220)].map((value, index) => Math.abs(value - [90, 90, 127, 151][index]!) < 8), String([chromaAt(80, 220), chromaAt(720, 220)])).toEqual([true, true, true, true]);

  const late = await soundAfterPicture(file);
  expect(late.length).toBeGreaterThanOrEqual(3);
  // A single picture may be a frame or two late: frames of sender and file do not begin together.
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  for (const seconds of [middle(late.slice(0, 3)), middle(late.slice(-3))]) expect(Math.abs(seconds), String(late)).toBeLessThan(0.08);

  const targetReports = reportsOf(asked).filter((report) => report.type === "target");
  expect(targetReports.map(({ index, state }) => `${index} ${state}`).sort()).toEqual(["0 failed", "1 live", "2 live"]);
  expect(JSON.stringify(asked.reports) + asked.said()).not.toContain("secret-key");
  await audience;
  for (const live of ["received.ts", "live.m3u8"]) {
    const { stdout } = await run(env().FFPROBE_PATH, ["-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", path.join(dir, live)]);
    expect([...new Set(stdout.split(/\s+/).filter(Boolean))].sort(), live).toEqual(["aac", "h264"]);
  }

  const playable = async () => Number((await probeFile(path.join(dir, "killed.mp4")))?.format.duration ?? 0);
  await expect.poll(playable, patience).toBeGreaterThan(before - 4);
  expect((await decode(["-i", path.join(dir, "killed.mp4"), "-map", "0:v", "-vf", "fps=25", "-f", "framecrc"])).toString().split("\n").length).toBeGreaterThan((before - 4) * 25);
});

test("sound alone; the end of the room, of the owner, of the disk and of everybody's stay end the file in order, and who cannot enter says so", { timeout: 120_000 }, async () => {
  await Promise.all(["red", "grey"].map((name) => rooms.rooms.createRoom({ name })));
  const people = await rooms.enter("red", ["u1"], { width: 320, height: 180, fps: 5, sound: "tone" });
  const unowned = await record("red", "unowned.m4a", { mode: "audio_only" });
  const closed = await record("red", "closed.m4a", { mode: "audio_only" });
  const empty = await record("grey", "empty.m4a", { mode: "audio_only", emptySeconds: 1 });
  const full = await record("red", "full.m4a", { mode: "audio_only", file: "/dev/full" });
  const refused = await record("nowhere", "refused.m4a", { mode: "audio_only" });
  await untilSeconds(closed, 5);
  unowned.child.stdin.end();
  await rooms.rooms.deleteRoom("red");

  const all = [unowned, closed, empty, full, refused];
  expect(await Promise.all(all.map(({ ended }) => ended))).toEqual([0, 0, 0, 1, 1]);
  expect(all.map(endingOf)).toEqual(["owner_gone", "room_ended", "room_empty", "disk_full", "could_not_connect"]);
  await people.leave();
  const report = await probeFile(path.join(dir, "unowned.m4a"));
  expect(report!.streams.map(({ codec_name: codec }) => codec)).toEqual(["aac"]);
  const heard = await decode(["-sseof", "-1", "-i", path.join(dir, "unowned.m4a"), "-ar", "8000", "-f", "s16le"]);
  expect(Math.max(...new Int16Array(heard.buffer, heard.byteOffset, heard.length / 2))).toBeGreaterThan(4_000);
});

test("an order that is none ends the process without a file", async () => {
  const wrong = await record("blue", "wrong.mp4", { mode: "grid" as "audio_only" });
  expect(await wrong.ended).toBe(2);
  expect(wrong.reports).toEqual([]);
  expect(await probeFile(path.join(dir, "wrong.mp4"))).toBeNull();
});
