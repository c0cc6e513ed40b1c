import { asc, eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { recording, streamTarget } from "@/db/schema/recordings";
import { room, roomEvent } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { describeToCall } from "@/lib/calls/sync";
import { enterCall } from "@/lib/calls/testing";
import { codeOf } from "@/lib/core/testing";
import { env } from "@/lib/platform/env";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import type { RecordingEngine, RecordingOrder } from "@/lib/platform/recorder/engine";
import { changeStream } from "@/lib/recordings/commands/change-stream";
import { retryTarget } from "@/lib/recordings/commands/retry-target";
import { startRecording, startStream } from "@/lib/recordings/commands/start-recording";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";
import type { StartStreamInput } from "@/lib/recordings/contract";
import { RecordingHost } from "@/lib/recordings/host";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { saveRecording } from "@/lib/recordings/store";

type Report = Parameters<RecordingEngine["start"]>[1];

let livekit: FakeLivekit;
let [owner, member]: UserActor[] = [];
let at: typeof room.$inferSelect;
let order: RecordingOrder | undefined;
let report: Report = () => {};
let host: RecordingHost | undefined;
let retried: number[] = [];

const secret = "live-key-3141";
const toOutside = { name: "Town", url: "rtmp://1.1.1.1/app/", key: secret };
const start = async (input: StartStreamInput = {}) => (await startStream(owner!, at.slug, input, null)).recording;
const targetsOf = (id: string) => db().select().from(streamTarget).where(eq(streamTarget.recordingId, id)).orderBy(asc(streamTarget.position));
const rowOf = async (id: string) => (await db().select().from(recording).where(eq(recording.id, id)))[0]!;
/** What records, at the edge: it begins at once, and ends when it is asked to. */
const engine: RecordingEngine = {
  name: "builtin",
  atOnce: 4,
  start: async (given, tell) => {
    order = given;
    report = tell;
    let end: (value: { reason: "asked"; isUsable: boolean }) => void = () => {};
    const ended = new Promise<{ reason: "asked"; isUsable: boolean }>((resolve) => (end = resolve));
    setImmediate(() => tell({ type: "recording" }));
    return { ended, stop: () => end({ reason: "asked", isUsable: true }), retry: (index) => void retried.push(index) };
  },
};
const recorded = () => {
  host = new RecordingHost(engine, 0.1);
  host.start();
};

beforeEach(async () => {
  await db().delete(recording);
  retried = [];
  livekit = useFakeLivekit();
  [owner, member] = await Promise.all([createActor(), createActor()]);
  at = await createRoomWith([[owner!, "owner"], [member!, "member"]]);
  await enterCall(livekit, at.slug, owner!, "owner");
});
afterEach(() => host?.stop());

test("a room has one stream at a time, beside its recording, and its call is told of both", async () => {
  const stream = await start({ title: "Assembly" });
  expect(stream).toMatchObject({ kind: "stream", title: "Assembly", stream: { audience: "members", is_kept: false, targets: [{ kind: "page", state: "waiting" }] } });
  expect(await codeOf(start())).toBe("conflict");
  const { recording: film } = await startRecording(owner!, at.slug, {}, null);
  await db().update(recording).set({ status: "active", startedAt: new Date() }).where(eq(recording.roomId, at.id));
  await describeToCall(at.slug);
  expect(JSON.parse(livekit.rooms.get(at.slug)!.metadata)).toMatchObject({ recording: { id: film.id }, stream: { id: stream.id } });
  expect(await codeOf(startStream(member!, at.slug, {}, null))).toBe("forbidden");
  const both = await Promise.all([startStream(owner!, at.slug, {}, "k").catch(() => null), startRecording(owner!, at.slug, {}, "k").catch(() => null)]);
  expect(both).toEqual([null, null]);
  await stopRecording(owner!, at.slug, stream.id);
  expect((await startStream(owner!, at.slug, {}, "k")).recording.id).toBe((await startStream(owner!, at.slug, {}, "k")).recording.id);
});

test("an address of this machine or of a private network is refused, and nothing is begun", async () => {
  for (const url of ["rtmp://127.0.0.1/app", "rtmp://localhost:1935/app", "rtmps://[::1]/app", "rtmp://10.0.0.1/app"]) expect(await codeOf(start({ targets: [{ url }] }))).toBe("invalid_input");
  expect(await db().select().from(recording)).toEqual([]);
});

test("a key is kept sealed, is told to what records and to nobody else, and is forgotten at the end", async () => {
  recorded();
  const { id } = await start({ targets: [toOutside] });
  await vi.waitFor(async () => expect(await rowOf(id)).toMatchObject({ status: "active" }), { timeout: 10_000 });
  expect(order!.targets).toEqual([{ kind: "hls", dir: expect.stringMatching(/\/live$/) }, { kind: "rtmp", url: `rtmp://1.1.1.1/app/${secret}` }]);
  const everything = async () => JSON.stringify([await targetsOf(id), await db().select().from(auditEntry).where(eq(auditEntry.targetId, id)), await db().select().from(roomEvent).where(eq(roomEvent.roomId, at.id)), await getRecording(owner!, at.slug, id)]);
  expect(await everything()).not.toContain(secret);
  expect((await getRecording(owner!, at.slug, id)).stream!.targets).toEqual([{ kind: "page", name: "", address: "", state: "waiting", reason: null }, { kind: "rtmp", name: "Town", address: "rtmp://1.1.1.1/app", state: "waiting", reason: null }]);
  expect((await getRecording(member!, at.slug, id)).stream!.targets).toEqual([]);
  expect((await targetsOf(id))[1]!.sealedUrl).not.toBeNull();
  await stopRecording(owner!, at.slug, id);
  expect((await targetsOf(id)).map(({ state, sealedUrl }) => [state, sealedUrl])).toEqual([["ended", null], ["ended", null]]);
});

test("what becomes of one target touches no other, and is told once; the end of the stream leaves a failed one as it is", async () => {
  recorded();
  const { id } = await start({ targets: [toOutside] });
  await vi.waitFor(async () => expect(await rowOf(id)).toMatchObject({ status: "active" }), { timeout: 10_000 });
  report({ type: "target", index: 0, state: "live" });
  report({ type: "target", index: 1, state: "failed", reason: `rtmp://1.1.1.1/app/${secret}: Connection refused` });
  const states = async () => (await targetsOf(id)).map(({ state, reason }) => [state, reason]);
  await vi.waitFor(async () => expect(await states()).toEqual([["live", null], ["failed", "unreachable"]]), { timeout: 10_000 });
  expect(await codeOf(retryTarget(member!, at.slug, id, 1))).toBe("forbidden");
  for (const position of [0, 2]) expect(await codeOf(retryTarget(owner!, at.slug, id, position))).toBe("not_found");
  await retryTarget(owner!, at.slug, id, 1);
  expect(await codeOf(retryTarget(owner!, at.slug, id, 1))).toBe("conflict");
  await vi.waitFor(() => expect(retried).toEqual([1]), { timeout: 10_000 });
  report({ type: "target", index: 1, state: "live" });
  report({ type: "target", index: 1, state: "reconnecting", reason: "Broken pipe" });
  await vi.waitFor(async () => expect(await states()).toEqual([["live", null], ["reconnecting", "lost"]]), { timeout: 10_000 });
  report({ type: "target", index: 1, state: "failed", reason: "Connection refused" });
  await vi.waitFor(async () => expect(await states()).toEqual([["live", null], ["failed", "unreachable"]]), { timeout: 10_000 });
  expect(retried).toEqual([1]);
  await stopRecording(owner!, at.slug, id);
  expect(await states()).toEqual([["ended", null], ["failed", "unreachable"]]);
  const events = (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, at.id)).orderBy(roomEvent.version)).map(({ type }) => type).filter((type) => type.startsWith("stream"));
  expect(events).toEqual(["stream_initiated", "stream_started", ...Array.from({ length: 6 }, () => "stream_changed"), "stream_stopped"]);
  expect(await codeOf(retryTarget(owner!, at.slug, id, 1))).toBe("conflict");
});

test("its file is kept for a day, or like a recording where a host says so, before or after its end", async () => {
  await db().update(room).set({ configuration: { recording_kept_days: 30 } }).where(eq(room.id, at.id));
  const days = async (id: string) => Math.round(((await rowOf(id)).expiresAt!.getTime() - Date.now()) / 86_400_000);
  const saved = async (input: StartStreamInput) => {
    const { id } = await start(input);
    await db().update(recording).set({ status: "stopped", startedAt: new Date() }).where(eq(recording.id, id));
    await saveRecording(id, { file: "", durationSeconds: 4, sizeBytes: 1, sha256: "0".repeat(64) }, `recordings/${id}.mp4`);
    return id;
  };
  const [brief, kept] = [await saved({}), await saved({ keep: true })];
  expect([await days(brief), await days(kept)]).toEqual([1, 30]);
  expect((await rowOf(brief)).expiryToldAt).not.toBeNull();
  expect(await codeOf(changeStream(member!, at.slug, brief, { keep: true }))).toBe("forbidden");
  expect(await codeOf(changeStream(owner!, at.slug, brief, { audience: "public" }))).toBe("conflict");
  expect(await changeStream(owner!, at.slug, brief, { keep: true })).toMatchObject({ stream: { is_kept: true } });
  expect(await days(brief)).toBe(30);
  // Off and on again gives no new days.
  await db().update(recording).set({ createdAt: sql`now() - interval '10 days'`, startedBy: member!.userId }).where(eq(recording.id, brief));
  for (const keep of [false, true]) await changeStream(owner!, at.slug, brief, { keep });
  expect([await days(brief), await codeOf(changeStream(member!, at.slug, brief, { keep: false }))]).toEqual([20, "forbidden"]);
  const before = env().RECORDINGS_QUOTA_BYTES;
  try {
    env().RECORDINGS_QUOTA_BYTES = 1;
    expect([await codeOf(changeStream(owner!, at.slug, brief, { keep: false })), await codeOf(changeStream(owner!, at.slug, brief, { keep: true }))]).toEqual(["done", "too_large"]);
  } finally {
    env().RECORDINGS_QUOTA_BYTES = before;
  }
});

test("who may watch is changed while it runs, and a recording has no audience", async () => {
  const { id } = await start();
  expect(await changeStream(owner!, at.slug, id, { audience: "public" })).toMatchObject({ stream: { audience: "public" } });
  const { recording: film } = await startRecording(owner!, at.slug, {}, null);
  expect(await codeOf(changeStream(owner!, at.slug, film.id, { keep: true }))).toBe("not_found");
  await expect(transaction((tx) => tx.update(recording).set({ audience: "public" }).where(eq(recording.id, film.id)))).rejects.toThrow();
});
