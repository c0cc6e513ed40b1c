import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import type { RecorderReport } from "@/lib/platform/recorder/messages";
import { targetArguments, Targets } from "@/server/recorder/targets";
import { findFreePort } from "@/server/setup/ports.mjs";

let dir: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "atrium-targets-"));
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(dir, { recursive: true, force: true });
});

function ffmpeg(...args: string[]): ChildProcess {
  const child = spawn(env().FFMPEG_PATH, ["-v", "error", "-nostdin", "-y", ...args], { stdio: ["ignore", "pipe", "ignore"] });
  children.add(child);
  return child;
}

test("a service that goes away is tried again by itself, one that never answered when somebody wants it; the page goes on all the while", { timeout: 90_000 }, async () => {
  const [coming, quiet] = [await findFreePort(), await findFreePort()];
  // It takes the connection, and never says a word.
  const silent = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const listen = (port: number, name: string) => ffmpeg("-listen", "1", "-i", `rtmp://127.0.0.1:${port}/live/key`, "-c", "copy", "-f", "mpegts", path.join(dir, name));
  const first = listen(coming, "first.ts");
  const source = ffmpeg("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-re", "-f", "lavfi", "-i", "sine", "-t", "80", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac", "-f", "mpegts", "pipe:1");
  const told: Extract<RecorderReport, { type: "target" }>[] = [];
  const targets = new Targets(env().FFMPEG_PATH, [{ kind: "rtmp", url: `rtmp://127.0.0.1:${coming}/live/key` }, { kind: "rtmp", url: `rtmp://127.0.0.1:${quiet}/live/key` }, { kind: "hls", dir }, { kind: "rtmp", url: `rtmp://127.0.0.1:${(silent.address() as AddressInfo).port}/live/key` }], source.stdout!, (report) => report.type === "target" && told.push(report));
  // A try that fails once more on a busy machine is told again.
  const statesOf = (index: number) => told.filter((report) => report.index === index).map(({ state }) => state).filter((state, at, all) => state !== all[at - 1]);
  const become = (index: number, states: string[]) => expect.poll(() => statesOf(index), { timeout: 30_000 }).toEqual(states);

  await Promise.all([become(0, ["live"]), become(1, ["failed"]), become(2, ["live"])]);
  first.kill("SIGKILL");
  await once(first, "exit");
  listen(coming, "second.ts");
  listen(quiet, "third.ts");
  targets.retry(1);
  targets.retry(1);
  await Promise.all([become(0, ["live", "reconnecting", "live"]), become(1, ["failed", "live"])]);
  await become(3, ["failed"]);
  silent.close();
  await targets.close();
  expect([await readFile(path.join(dir, "live.m3u8"), "utf8"), statesOf(2)]).toEqual([expect.not.stringContaining("DISCONTINUITY"), ["live"]]);
  for (const name of ["second.ts", "third.ts"]) await expect.poll(async () => (await stat(path.join(dir, name))).size, { timeout: 10_000 }).toBeGreaterThan(0);
});

test("a service with encryption must be who it is called", () => {
  expect(targetArguments({ kind: "rtmp", url: "rtmps://live.example/app/key" }).join(" ")).toContain("-tls_verify 1");
  expect(targetArguments({ kind: "rtmp", url: "rtmp://live.example/app/key" })).not.toContain("-tls_verify");
});
