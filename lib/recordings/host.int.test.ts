import { access, utimes, writeFile } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { jobEvent } from "@/db/schema/engine";
import { recording } from "@/db/schema/recordings";
import type { UserActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { enterCall } from "@/lib/calls/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import type { RecordingEnd, RecordingEnding, RecordingEngine, RecordingOrder } from "@/lib/platform/recorder/engine";
import { readDiskSpace } from "@/lib/platform/storage/disk-space";
import { startRecording } from "@/lib/recordings/commands/start-recording";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";
import { RecordingHost } from "@/lib/recordings/host";
import { readSpeakers } from "@/lib/recordings/speakers";
import { makeWorkFile } from "@/lib/recordings/work-file";

/** What records, at the edge: it begins at once, and ends when it is asked or told to. */
class FakeEngine implements RecordingEngine {
  readonly name = "builtin";
  readonly atOnce = 4;
  readonly orders: RecordingOrder[] = [];
  readonly ends = new Map<string, (end: RecordingEnd) => void>();
  readonly reports = new Map<string, Parameters<RecordingEngine["start"]>[1]>();
  failure: Error | null = null;
  bytes = 100;
  /** It hangs. */
  isSilent = false;

  async start(order: RecordingOrder, report: Parameters<RecordingEngine["start"]>[1]) {
    this.orders.push(order);
    this.reports.set(order.id, report);
    if (this.failure) throw this.failure;
    const ended = new Promise<RecordingEnd>((resolve) => this.ends.set(order.id, resolve));
    if (this.isSilent) return { ended, stop: () => this.ends.get(order.id)!({ reason: null, isUsable: false }) };
    setImmediate(() => {
      report({ type: "recording" });
      report({ type: "progress", seconds: 5, bytes: this.bytes, cpuSeconds: 1, rssBytes: 7 });
      report({ type: "speakers", at: 0.5, identity: "u1" });
    });
    return { ended, stop: (reason: RecordingEnding = "asked") => this.ends.get(order.id)!({ reason, isUsable: true }) };
  }
}

let livekit: FakeLivekit;
let engine: FakeEngine;
let owner: UserActor;
let slug: string;
const hosts: RecordingHost[] = [];

const host = () => {
  const started = new RecordingHost(engine, 0.1);
  hosts.push(started);
  started.start();
  return started;
};
const start = async () => (await startRecording(owner, slug, {}, null)).recording.id;
const rowOf = async (id: string) => (await db().select().from(recording).where(eq(recording.id, id)))[0]!;
const becomes = (id: string, values: Partial<typeof recording.$inferSelect>) => vi.waitFor(async () => expect(await rowOf(id)).toMatchObject(values), { timeout: 10_000, interval: 50 });
const isHandedOn = async (id: string) => (await db().select().from(jobEvent).where(eq(jobEvent.id, `recording-${id}-finished`))).length === 1;

beforeEach(async () => {
  await db().delete(recording);
  livekit = useFakeLivekit();
  engine = new FakeEngine();
  owner = await createActor();
  ({ slug } = await createRoomWith([[owner, "owner"]]));
  await enterCall(livekit, slug, owner, "owner");
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((each) => each.stop()));
});

test("a wish is taken by one of several processes, runs from its first picture, and is handed to the job when it was stopped", async () => {
  for (let count = 0; count < 3; count += 1) host();
  const id = await start();
  await becomes(id, { status: "active", startedAt: expect.any(Date) });
  expect(engine.orders).toMatchObject([{ id, roomName: slug, mode: "room_composite" }]);
  await becomes(id, { figures: { seconds: 5, bytes: 100, cpuShare: expect.any(Number) as number, rssBytes: 7 } });
  await vi.waitFor(async () => expect(await readSpeakers(id)).toEqual([{ at: 0.5, identity: "u1" }]));
  await stopRecording(owner, slug, id);
  await becomes(id, { status: "stopped", reason: "asked", finishedAt: expect.any(Date), leaseOwner: null });
  expect(await isHandedOn(id)).toBe(true);
});

test("one that was given up before it began ends, and nothing is handed on", async () => {
  const id = await start();
  await stopRecording(owner, slug, id);
  host();
  const next = await start();
  await becomes(next, { status: "active" });
  expect(await rowOf(id)).toMatchObject({ status: "aborted", leaseOwner: null });
  expect(await isHandedOn(id)).toBe(false);
});

test("what records tells its own end: with a file the recording stops, without one it has failed, and the reason is kept", async () => {
  host();
  const full = await start();
  await becomes(full, { status: "active" });
  engine.ends.get(full)!({ reason: "disk_full", isUsable: true });
  await becomes(full, { status: "stopped", reason: "disk_full" });
  const broken = await start();
  await becomes(broken, { status: "active" });
  engine.ends.get(broken)!({ reason: "encoder_failed", isUsable: false });
  await becomes(broken, { status: "failed", reason: "encoder_failed", leaseOwner: null });
  engine.failure = new Error("no such program");
  await becomes(await start(), { status: "failed", reason: "could_not_connect" });
});

test("a beginning that could not be written is written with the next sign of life", async () => {
  await db().execute(sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$`);
  await db().execute(sql`create trigger refuse before update on recording for each row when (new.status = 'active') execute function refuse()`);
  host();
  const id = await start();
  await becomes(id, { status: "initiated", startedAt: null, figures: { seconds: 5 } as never });
  await db().execute(sql`drop trigger refuse on recording`);
  engine.reports.get(id)!({ type: "progress", seconds: 10, bytes: 200, cpuSeconds: 2, rssBytes: 7 });
  await becomes(id, { status: "active", startedAt: expect.any(Date) });
});

test("a recording ends before it fills the disk, while there is space to make its file whole", async () => {
  host();
  engine.bytes = (await readDiskSpace()).freeBytes;
  await becomes(await start(), { status: "stopped", reason: "disk_full", finishedAt: expect.any(Date) });
});

test("a recorder that ended without a word, or was killed after its last one, leaves what it has written", async () => {
  host();
  for (const [index, end] of ([[null, "crashed"], ["asked", "asked"]] as const).entries()) {
    const id = await start();
    await becomes(id, { status: "active" });
    await writeFile(engine.orders[index]!.file, Buffer.alloc(10_000));
    engine.ends.get(id)!({ reason: end[0], isUsable: false });
    await becomes(id, { status: "stopped", reason: end[1], finishedAt: expect.any(Date) });
  }
});

test("a recording whose process is gone is finished with its file, or has failed without one", async () => {
  const withFile = await start();
  await db().update(recording).set({ status: "active", startedAt: sql`now()`, leaseOwner: "dead", leaseUntil: sql`now() - interval '1 second'` }).where(eq(recording.id, withFile));
  const file = await makeWorkFile(withFile);
  await writeFile(file, Buffer.alloc(10_000));
  host();
  host();
  // Somebody writes it still: it is left until nobody does, and nothing of it is lost.
  await vi.waitFor(async () => expect((await rowOf(withFile)).leaseOwner).not.toBe("dead"), { timeout: 10_000 });
  expect(await rowOf(withFile)).toMatchObject({ status: "active" });
  await utimes(file, 0, 0);
  await db().update(recording).set({ leaseUntil: sql`now()` }).where(eq(recording.id, withFile));
  await becomes(withFile, { status: "stopped", reason: "owner_gone", finishedAt: expect.any(Date), leaseOwner: null });
  expect(await isHandedOn(withFile)).toBe(true);
  const { roomId } = await rowOf(withFile);
  const [row] = await db().insert(recording).values({ roomId, mode: "room_composite", engine: "builtin", status: "active", leaseOwner: "dead", leaseUntil: sql`now() - interval '1 second'` }).returning();
  await becomes(row!.id, { status: "failed", reason: "owner_gone" });
});

test("a recorder that says nothing any more is ended, and what goes with its room leaves no file", async () => {
  engine.isSilent = true;
  const watching = new RecordingHost(engine, 0.05, undefined, 500);
  hosts.push(watching);
  watching.start();
  await becomes(await start(), { status: "failed", reason: "crashed" });
  engine.isSilent = false;
  await Promise.all(hosts.splice(0).map((each) => each.stop()));
  host();
  const id = await start();
  await becomes(id, { status: "active" });
  const { file } = engine.orders.at(-1)!;
  await writeFile(file, Buffer.alloc(10_000));
  await db().delete(recording).where(eq(recording.id, id));
  await vi.waitFor(async () => expect(await access(file).then(() => true, () => false)).toBe(false), { timeout: 10_000 });
});

test("one that another process looks after is left alone, and a wish that nobody took in time has failed", async () => {
  const id = await start();
  await db().update(recording).set({ status: "active", leaseOwner: "alive", leaseUntil: sql`now() + interval '1 minute'` }).where(eq(recording.id, id));
  const [old] = await db().insert(recording).values({ roomId: (await createRoomWith([[owner, "owner"]])).id, mode: "audio_only", engine: "builtin", createdAt: sql`now() - interval '5 minutes'` }).returning();
  host();
  await becomes(old!.id, { status: "failed", reason: "no_recorder" });
  expect(await rowOf(id)).toMatchObject({ status: "active", leaseOwner: "alive" });
  expect(engine.orders).toEqual([]);
});

test("a recording whose call is over ends, also when what records has not noticed", async () => {
  host();
  const id = await start();
  await becomes(id, { status: "active" });
  await endCallForAll(owner, slug);
  await db().execute(sql`update call set ended_at = now() - interval '1 minute'`);
  await becomes(id, { status: "stopped", finishedAt: expect.any(Date) });
});

test("a process that is told to end finishes what it records first", async () => {
  const running = host();
  const id = await start();
  await becomes(id, { status: "active" });
  await running.stop();
  expect(await rowOf(id)).toMatchObject({ status: "stopped", finishedAt: expect.any(Date) });
});
