import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EgressStatus, RoomCompositeEgressRequest } from "livekit-server-sdk";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { env } from "@/lib/platform/env";
import recorded from "@/lib/platform/recorder/egress-recorded.json";
import { egressRecorder } from "@/lib/platform/recorder/egress";
import { outputFor } from "@/lib/platform/recorder/egress-output";
import type { EngineReport, RecordingEngine, RecordingOrder } from "@/lib/platform/recorder/engine";
import { FakeEgress } from "@/lib/platform/recorder/fake-egress";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

const fake = new FakeEgress();
const refused = { status: 429, code: "resource_exhausted" };
const broken = { status: 500, code: "internal" };
let folder: string;
let livekit: FakeLivekit;
let engine: RecordingEngine;
let order: RecordingOrder;
let reports: EngineReport[];
let serial = 0;

beforeAll(async () => {
  await fake.listen();
  folder = await mkdtemp(path.join(tmpdir(), "atrium-egress-"));
  Object.assign(env(), { RECORDER: "egress", EGRESS_OUTPUT_DIR: folder, EGRESS_OUTPUT_DIR_THERE: "/out" });
});
afterAll(() => {
  fake.close();
  return rm(folder, { recursive: true });
});
beforeEach(() => {
  fake.forget();
  livekit = useFakeLivekit();
  reports = [];
  engine = paced();
  order = { id: `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, "0")}`, roomName: `room-${serial}`, mode: "active_speaker", file: "/nowhere" };
});

/** Quick where nothing depends on it, and patient: the machine may be busy. */
const paced = (changed: Parameters<typeof egressRecorder>[0] = {}) => egressRecorder({ lookMs: 20, doubtLookMs: 20, ...changed });
const start = () => engine.start(order, (report) => reports.push(report));
const adopt = (egressId: string | null) => engine.outside!.adopt(order, egressId, (report) => reports.push(report));
const request = () => new RoomCompositeEgressRequest({ roomName: order.roomName, fileOutputs: [outputFor(order.id)] });
const begun = () => vi.waitFor(() => expect(reports).toContainEqual({ type: "named", egressId: "EG_1" }));

test("an order says which layout of which page is recorded into which file, or that there is sound alone", async () => {
  await start();
  await begun();
  fake.move("EG_1", EgressStatus.EGRESS_ACTIVE);
  await vi.waitFor(() => expect(reports).toContainEqual({ type: "recording" }));
  const sent = (id: string) => fake.all.get(id)!.request.value as RoomCompositeEgressRequest;
  expect(sent("EG_1")).toMatchObject({ roomName: order.roomName, layout: "speaker", customBaseUrl: "http://localhost:3000/recording-view", audioOnly: false });
  expect(sent("EG_1").fileOutputs).toMatchObject([{ filepath: `/out/${order.id}.mp4`, disableManifest: true }]);
  fake.forget();
  order = { ...order, roomName: "other", mode: "audio_only" };
  await start();
  await vi.waitFor(() => expect(sent("EG_1")).toMatchObject({ audioOnly: true, layout: "sound", customBaseUrl: "http://localhost:3000/recording-view" }));
});

const { EGRESS_COMPLETE: complete, EGRESS_FAILED: failed, EGRESS_ABORTED: aborted, EGRESS_LIMIT_REACHED: limit } = EgressStatus;
test.each([
  ["complete, asked for", complete, { bytes: 9, details: "End reason: StopEgress API" }, { reason: "asked", isUsable: true }],
  ["complete with the call", complete, { bytes: 9, details: "End reason: Source closed" }, { reason: "room_ended", isUsable: true }],
  ["complete without a file", complete, {}, { reason: "room_ended", isUsable: false }],
  ["at its limit", limit, { bytes: 9, error: "Session limit reached" }, { reason: "limit_reached", isUsable: true }],
  ["failed with a file", failed, { bytes: 9, error: "pipeline froze", details: "End reason: Failure" }, { reason: "encoder_failed", isUsable: true }],
  ["failed while it ended as asked", failed, { error: "pipeline frozen", details: "End reason: StopEgress API" }, { reason: "encoder_failed", isUsable: false }],
  ["aborted as asked", aborted, { error: "Start signal not received", details: "End reason: StopEgress API" }, { reason: "asked", isUsable: false }],
  ["aborted by its page", aborted, { error: "Stop called before pipeline could start", details: "End reason: Source closed" }, { reason: "could_not_connect", isUsable: false }],
  ["failed without one", failed, { error: "write: no space left on device" }, { reason: "disk_full", isUsable: false }],
  ["aborted before its page was there", aborted, { error: "Start signal not received" }, { reason: "could_not_connect", isUsable: false }],
  ["aborted at its limit before its page was there", aborted, { error: "Session limit reached before start signal" }, { reason: "could_not_connect", isUsable: false }],
  ["killed", aborted, { bytes: 9, details: "End reason: Process killed" }, { reason: "crashed", isUsable: true }],
])("an end is an end: %s", async (_, status, words, end) => {
  const { ended } = await start();
  await begun();
  fake.move("EG_1", status, words);
  expect(await ended).toEqual(end);
});

/* What LiveKit 1.9.12 told of Egress 1.9.1, with other names and numbers. */
test.each([
  ["complete_asked", { reason: "asked", isUsable: true }],
  ["complete_room_ended", { reason: "room_ended", isUsable: true }],
  ["failed_while_ending", { reason: "encoder_failed", isUsable: false }],
  ["failed_killed", { reason: "crashed", isUsable: false }],
  ["aborted_asked", { reason: "asked", isUsable: false }],
] as const)("what a real one said is understood: %s", async (name, end) => {
  order = { ...order, id: "00000000-0000-4000-8000-000000000001", roomName: "the-room" };
  fake.tell(recorded.started.egressInfo);
  const session = adopt(null);
  await begun();
  fake.tell(recorded.active.egressInfo);
  await vi.waitFor(() => expect(reports).toContainEqual({ type: "recording" }));
  fake.tell(recorded.ending.egressInfo);
  fake.tell(recorded[name].egressInfo);
  expect(await session.ended).toEqual(end);
});

test.each([
  ["nothing is free", () => (fake.hasMachines = false), "no_recorder"],
  ["it is refused", () => fake.fail("StartRoomCompositeEgress", refused), "no_recorder"],
  ["nothing takes it in time", () => fake.fail("StartRoomCompositeEgress", { status: 408, code: "deadline_exceeded" }), "no_recorder"],
  ["the call is over", () => fake.fail("StartRoomCompositeEgress", { status: 404, code: "not_found" }), "room_ended"],
  ["LiveKit has a fault", () => fake.fail("StartRoomCompositeEgress", broken), "no_recorder"],
  ["LiveKit knows no Egress at all", () => fake.fail("ListEgress", ...Array.from({ length: 50 }, () => broken)), "no_recorder"],
  ["LiveKit does not answer", () => fake.fail("ListEgress", ...Array.from({ length: 50 }, () => "cut" as const)), "calls_away"],
])("nothing is begun and the end has a reason where %s", async (_, arrange, reason) => {
  arrange();
  engine = paced({ doubtMs: 300 });
  expect(await (await start()).ended).toEqual({ reason, isUsable: false });
  expect(fake.all.size).toBe(0);
});

test.each(["cut", "hang"] as const)("a start whose answer is lost (%s) is found, and begun once", async (how) => {
  fake.fail("StartRoomCompositeEgress", how);
  engine = paced({ start: 1 });
  const { ended, stop } = await start();
  await begun();
  fake.move("EG_1", EgressStatus.EGRESS_ACTIVE);
  stop();
  stop();
  expect(await ended).toEqual({ reason: "asked", isUsable: true });
  expect([fake.count("StartRoomCompositeEgress"), fake.all.size]).toEqual([1, 1]);
});

test("what runs for the order already is followed instead of begun again, also by who comes after", async () => {
  fake.begin(request());
  const { ended, leave } = await start();
  await begun();
  leave!();
  const again = adopt(null);
  await vi.waitFor(() => expect(reports).toHaveLength(2));
  fake.move("EG_1", complete, { bytes: 9, details: "End reason: Source closed" });
  expect(await again.ended).toEqual({ reason: "room_ended", isUsable: true });
  expect(await Promise.race([ended, "never told"])).toBe("never told");
  expect(fake.count("StartRoomCompositeEgress")).toBe(0);
});

test("where there is nothing to adopt the end says so at once, and what lies in the folder counts", async () => {
  expect(await adopt(null).ended).toEqual({ reason: "no_recorder", isUsable: false });
  await writeFile(path.join(folder, `${order.id}.mp4`), "moving pictures");
  expect(await adopt("EG_gone").ended).toEqual({ reason: "no_recorder", isUsable: true });
});

test("stopping while it starts gives it up; a stop that does not arrive is repeated", async () => {
  const early = await start();
  early.stop();
  expect(await early.ended).toMatchObject({ reason: "asked", isUsable: false });
  fake.forget();
  engine = paced({ stop: 1 });
  order = { ...order, roomName: "later" };
  const { ended, stop } = await start();
  await vi.waitFor(() => expect(fake.all.size).toBe(1));
  fake.move("EG_1", EgressStatus.EGRESS_ACTIVE);
  fake.fail("StopEgress", broken, "hang", { status: 503, code: "unavailable" });
  stop();
  expect(await ended).toMatchObject({ reason: "asked" });
});

test("one that never ends is given up, and so is one of which LiveKit says nothing any more", async () => {
  fake.endsWhenAsked = false;
  engine = paced({ endingMs: 500 });
  const endless = await start();
  await begun();
  endless.stop();
  expect(await endless.ended).toEqual({ reason: "connection_lost", isUsable: false });
  expect(fake.count("StopEgress")).toBe(1);
  fake.fail("ListEgress", ...Array.from({ length: 50 }, () => "cut" as const));
  engine = paced({ silenceMs: 300 });
  expect(await adopt("EG_1").ended).toEqual({ reason: "connection_lost", isUsable: false });
});

test("one that begins to record too late is told to end, and has failed", async () => {
  engine = paced({ startingMs: 50 });
  const { ended } = await start();
  expect(await ended).toEqual({ reason: "could_not_connect", isUsable: false });
  expect(fake.all.get("EG_1")!.status).toBe(aborted);
});

test("one that is in its call no more has ended, whatever LiveKit says; before that it goes on, also while LiveKit is away", async () => {
  engine = paced({ absentMs: 100 });
  livekit.join(order.roomName, "EG_1", { isHidden: true });
  const { ended } = await start();
  await begun();
  fake.fail("StopEgress", { status: 408, code: "deadline_exceeded" });
  fake.move("EG_1", EgressStatus.EGRESS_ACTIVE);
  const looks = () => fake.count("ListEgress");
  // Each takes twenty milliseconds at least.
  await vi.waitFor(() => expect(looks()).toBeGreaterThan(12));
  livekit.isAway = true;
  const before = looks();
  await vi.waitFor(() => expect(looks()).toBeGreaterThan(before + 12));
  expect(fake.count("StopEgress")).toBe(0);
  livekit.isAway = false;
  livekit.leave(order.roomName, "EG_1");
  expect(await ended).toEqual({ reason: "crashed", isUsable: false });
  expect(fake.count("StopEgress")).toBe(1);
});
