import { expect, test } from "vitest";
import { recorderCommand, recorderEndings, recorderModes, recorderOrder, recorderReport, type RecorderCommand, type RecorderEnding, type RecorderOrder, type RecorderOrderInput, type RecorderReport, type RecorderTarget } from "@/lib/platform/recorder/messages";

const order: RecorderOrderInput = { url: "ws://127.0.0.1:7880", token: "key", roomName: "blue", file: "/data/a.mp4", mode: "room_composite" };

test("an order says what it must, and the rest has defaults", () => {
  const full: RecorderOrder = recorderOrder.parse(order);
  expect(full).toEqual({ ...order, ffmpegPath: "ffmpeg", emptySeconds: 30, targets: [] });
  for (const mode of recorderModes) expect(recorderOrder.parse({ ...order, mode }).mode).toBe(mode);
});

test.each([
  ["a relative file", { file: "a.mp4" }],
  ["another mode", { mode: "grid" }],
  ["an address of another kind", { url: "http://127.0.0.1" }],
  ["an unknown key", { layout: "grid" }],
  ["a target elsewhere", { targets: [{ kind: "rtmp", url: "file:///etc/passwd" }] }],
  ["a target in a relative folder", { targets: [{ kind: "hls", dir: "live" }] }],
])("an order with %s is refused", (_, part) => {
  expect(recorderOrder.safeParse({ ...order, ...part }).success).toBe(false);
});

test("targets, commands and reports are read as they were written", () => {
  const targets: RecorderTarget[] = [{ kind: "rtmp", url: "rtmps://live.example/app/key" }, { kind: "hls", dir: "/data/live" }];
  expect(recorderOrder.parse({ ...order, targets }).targets).toEqual(targets);
  const stop: RecorderCommand = { type: "stop", reason: "disk_full" };
  expect(recorderCommand.parse(JSON.parse(JSON.stringify(stop)))).toEqual(stop);
  const endings: readonly RecorderEnding[] = recorderEndings;
  const reports: RecorderReport[] = [
    { type: "connected" }, { type: "recording" }, { type: "progress", seconds: 5.02, bytes: 1_000, cpuSeconds: 1.5, rssBytes: 2_000 },
    { type: "speakers", at: 1.5, identity: "u1" }, { type: "target", index: 1, state: "failed", reason: "refused" }, ...endings.map((reason) => ({ type: "ended" as const, reason, seconds: 9 })),
  ];
  for (const report of reports) expect(recorderReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(recorderReport.safeParse({ type: "ended", reason: "tired", seconds: 1 }).success).toBe(false);
});
