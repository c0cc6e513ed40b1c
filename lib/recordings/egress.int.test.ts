import { createHash, randomUUID } from "node:crypto";
import { access, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { AccessToken, EgressStatus, RoomCompositeEgressRequest } from "livekit-server-sdk";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { POST } from "@/app/api/webhooks/livekit/route";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { callVisit, livekitWebhook } from "@/db/schema/calls";
import { jobEvent } from "@/db/schema/engine";
import { recording } from "@/db/schema/recordings";
import type { UserActor } from "@/lib/authz/actor";
import { enterCall } from "@/lib/calls/testing";
import { codeOf } from "@/lib/core/testing";
import { env } from "@/lib/platform/env";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import { writeSampleClip } from "@/lib/platform/media/sample-clip";
import { egressRecorder } from "@/lib/platform/recorder/egress";
import { outputFor, sharedFileOf } from "@/lib/platform/recorder/egress-output";
import recorded from "@/lib/platform/recorder/egress-recorded.json";
import { FakeEgress } from "@/lib/platform/recorder/fake-egress";
import { forgetStorage, storage } from "@/lib/platform/storage/storage";
import { startRecording } from "@/lib/recordings/commands/start-recording";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";
import { RecordingHost } from "@/lib/recordings/host";
import { finishFile, saveRecording, storeFile, tidyUp } from "@/lib/recordings/store";
import { startS3 } from "@/server/testing-s3.mjs";

/* A room's recordings by LiveKit Egress: a real database, LiveKit's Egress API as a server that fails when it is told to. */

const fake = new FakeEgress();
const { EGRESS_ACTIVE: active, EGRESS_COMPLETE: complete } = EgressStatus;
const done = { bytes: 1_000, details: "End reason: Source closed" };
let folder: string;
let livekit: FakeLivekit;
let owner: UserActor;
let slug: string;
const hosts: RecordingHost[] = [];

function host(lookMs = 50): RecordingHost {
  const started = new RecordingHost(egressRecorder({ lookMs, doubtLookMs: 50 }), 0.1);
  hosts.push(started);
  started.start();
  return started;
}
const start = async (key: string | null = null) => (await startRecording(owner, slug, {}, key)).recording.id;
const rowOf = async (id: string) => (await db().select().from(recording).where(eq(recording.id, id)))[0]!;
const becomes = (id: string, values: Partial<typeof recording.$inferSelect>) => vi.waitFor(async () => expect(await rowOf(id)).toMatchObject(values));
const handedOn = async (id: string) => (await db().select().from(jobEvent).where(eq(jobEvent.id, `recording-${id}-finished`))).length;
const requestOf = (id: string) => new RoomCompositeEgressRequest({ roomName: slug, fileOutputs: [outputFor(id)] });
/** A wish whose process was killed before it wrote anything but that it took it. */
async function orphan(): Promise<string> {
  const id = await start();
  await db().update(recording).set({ leaseOwner: "dead", leaseUntil: sql`now() - interval '1 second'`, createdAt: sql`now() - interval '1 minute'` }).where(eq(recording.id, id));
  return id;
}

async function deliver(event: string, values: object): Promise<number> {
  const body = JSON.stringify({ event, id: `EV_${randomUUID()}`, createdAt: String(Math.floor(Date.now() / 1000)), ...values });
  return (await send(body)).status;
}
async function send(body: string): Promise<Response> {
  const token = new AccessToken(env().LIVEKIT_API_KEY, env().LIVEKIT_API_SECRET, { ttl: 300 });
  token.sha256 = createHash("sha256").update(body).digest("base64");
  const headers = { "content-type": "application/webhook+json", authorization: await token.toJwt() };
  return POST(new Request("http://localhost:3000/api/webhooks/livekit", { method: "POST", headers, body }), { params: Promise.resolve({}) });
}
/** What a real one told, of this room. */
const told = (name: "started" | "active" | "complete_room_ended") => ({ egressInfo: { ...recorded[name].egressInfo, roomName: slug } });

beforeAll(async () => {
  await fake.listen();
  folder = await mkdtemp(path.join(tmpdir(), "atrium-egress-"));
  Object.assign(env(), { RECORDER: "egress", EGRESS_OUTPUT_DIR: folder });
});
afterAll(async () => {
  fake.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await db().delete(recording);
  fake.forget();
  livekit = useFakeLivekit();
  owner = await createActor();
  ({ slug } = await createRoomWith([[owner, "owner"]]));
  await enterCall(livekit, slug, owner, "owner");
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((each) => each.stop()));
});

test("ten starts at once make one recording and one egress, whose end is found although no webhook comes", async () => {
  host();
  host();
  const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(startRecording(owner, slug, {}, null))));
  expect(codes.toSorted()).toEqual([...Array.from({ length: 9 }, () => "conflict"), "done"]);
  const [row] = await db().select().from(recording);
  await becomes(row!.id, { engine: "egress", egressId: "EG_1" });
  fake.move("EG_1", active);
  await becomes(row!.id, { status: "active" });
  await stopRecording(owner, slug, row!.id);
  await becomes(row!.id, { status: "stopped", reason: "asked", finishedAt: expect.any(Date), leaseOwner: null });
  expect([fake.count("StartRoomCompositeEgress"), fake.count("StopEgress"), await handedOn(row!.id)]).toEqual([1, 1, 1]);
});

test("of a wish whose process was killed: with an egress it goes on under its number, without one it has failed and the room is free", async () => {
  const without = await orphan();
  host();
  await becomes(without, { status: "failed", reason: "no_recorder" });
  await Promise.all(hosts.splice(0).map((each) => each.stop()));
  const id = await orphan();
  fake.begin(requestOf(id), active);
  host();
  await becomes(id, { status: "active", egressId: "EG_1" });
  expect(fake.count("StartRoomCompositeEgress")).toBe(0);
});

test("a start whose answer was lost is the same recording for who asks again, and one egress", async () => {
  fake.fail("StartRoomCompositeEgress", "cut");
  host();
  const id = await start("the-key");
  await becomes(id, { egressId: "EG_1" });
  expect(await start("the-key")).toBe(id);
  expect([fake.count("StartRoomCompositeEgress"), fake.all.size]).toEqual([1, 1]);
});

test("a process that ends leaves what Egress records to the next one", async () => {
  const first = host();
  const id = await start();
  await becomes(id, { egressId: "EG_1" });
  fake.move("EG_1", active);
  await becomes(id, { status: "active" });
  await first.stop();
  expect(fake.count("StopEgress")).toBe(0);
  expect(await rowOf(id)).toMatchObject({ status: "active" });
  host();
  fake.move("EG_1", EgressStatus.EGRESS_LIMIT_REACHED, { bytes: 5, error: "Session limit reached" });
  await becomes(id, { status: "stopped", reason: "limit_reached", finishedAt: expect.any(Date) });
});

test("one that another process has taken meanwhile is that one's to end", async () => {
  host();
  const id = await start();
  await becomes(id, { egressId: "EG_1" });
  await db().update(recording).set({ leaseOwner: "another", leaseUntil: sql`now() + interval '1 minute'` }).where(eq(recording.id, id));
  fake.move("EG_1", active);
  // It asks every 50 ms while it follows one.
  await vi.waitFor(async () => {
    const asked = fake.count("ListEgress");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(fake.count("ListEgress")).toBe(asked);
  });
  await stopRecording(owner, slug, id);
  fake.move("EG_1", complete, done);
  await Promise.all(hosts.splice(0).map((each) => each.stop()));
  expect(fake.count("StopEgress")).toBe(0);
  expect(await rowOf(id)).toMatchObject({ leaseOwner: "another", finishedAt: null });
});

test("what records although its recording is over is ended; another installation's is left alone", async () => {
  const id = await start();
  await stopRecording(owner, slug, id);
  fake.begin(requestOf(id), active);
  fake.begin(requestOf(randomUUID()), active);
  host();
  await vi.waitFor(() => expect(fake.all.get("EG_1")!.status).toBe(complete));
  expect(fake.all.get("EG_2")!.status).toBe(active);
});

test("one that cannot be ended, its machine being gone, holds up no other", async () => {
  for (const room of ["gone", "there"]) {
    const { slug: other, id: roomId } = await createRoomWith([[owner, "owner"]]);
    const [row] = await db().insert(recording).values({ roomId, mode: "room_composite", engine: "egress", status: "failed", reason: "crashed" }).returning();
    fake.begin(new RoomCompositeEgressRequest({ roomName: `${other}-${room}`, fileOutputs: [outputFor(row!.id)] }), active);
  }
  fake.fail("StopEgress", { status: 408, code: "deadline_exceeded" });
  host();
  await vi.waitFor(() => expect(fake.all.get("EG_2")!.status).toBe(complete));
  expect(fake.all.get("EG_1")!.status).toBe(active);
});

test("webhooks say when to look: before the answer, a hundred times at once, and of an egress nobody knows", async () => {
  fake.fail("StartRoomCompositeEgress", "hold");
  host(600_000);
  const id = await start();
  await vi.waitFor(() => expect(fake.all.size).toBe(1));
  expect(await deliver("egress_started", told("started"))).toBe(200);
  fake.move("EG_1", active);
  fake.release();
  await becomes(id, { egressId: "EG_1" });
  await deliver("egress_updated", told("active"));
  await becomes(id, { status: "active" });
  fake.move("EG_1", complete, done);
  await db().delete(livekitWebhook);
  const ended = JSON.stringify({ event: "egress_ended", id: "EV_once", createdAt: String(Math.floor(Date.now() / 1000)), ...told("complete_room_ended") });
  const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await send(ended)).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  await becomes(id, { status: "stopped", reason: "room_ended", finishedAt: expect.any(Date) });
  expect([await handedOn(id), (await db().select().from(livekitWebhook)).length]).toEqual([1, 1]);
  expect(await deliver("egress_ended", { egressInfo: { egressId: "EG_other" } })).toBe(200);
  expect(await rowOf(id)).toMatchObject({ status: "stopped", egressId: "EG_1" });
});

test("an egress is no person: its place in the call is in no list of who was there", async () => {
  const room = { sid: "RM_x", name: slug };
  const before = (await db().select().from(callVisit)).length;
  for (const event of ["participant_joined", "participant_left"] as const) expect(await deliver(event, { room, participant: recorded[event].participant })).toBe(200);
  expect((await db().select().from(callVisit)).length).toBe(before);
});

async function finished(write: (id: string) => Promise<void>): Promise<string> {
  const { id: roomId } = await createRoomWith([[owner, "owner"]]);
  const [row] = await db().insert(recording).values({ roomId, mode: "room_composite", engine: "egress", status: "stopped", reason: "asked", startedAt: new Date(), stoppedAt: new Date(), finishedAt: new Date() }).returning();
  await expect(finishFile(row!.id)).rejects.toThrow();
  expect(await rowOf(row!.id)).toMatchObject({ status: "stopped" });
  await write(row!.id);
  return row!.id;
}

test("what Egress wrote into the shared folder is stored like any other, and goes from there", async () => {
  const id = await finished((made) => writeSampleClip(sharedFileOf(made)!, { width: 320, height: 180, seconds: 2 }));
  const whole = (await finishFile(id))!;
  expect((await saveRecording(id, whole, (await storeFile(id, whole))!)).isSaved).toBe(true);
  await tidyUp(id);
  expect((await storage().stat(`recordings/${id}.mp4`))?.sizeBytes).toBe(whole.sizeBytes);
  await expect(access(sharedFileOf(id)!)).rejects.toThrow();
});

test("what Egress put into the bucket is measured and stays where it is; before it is there nothing is saved", async () => {
  const s3 = await startS3();
  try {
    Object.assign(env(), s3.env, { EGRESS_OUTPUT_DIR: undefined });
    forgetStorage();
    expect(outputFor(randomUUID())).toMatchObject({ filepath: expect.stringMatching(/^recordings\//), output: { case: "s3", value: { bucket: env().STORAGE_S3_BUCKET, forcePathStyle: true } } });
    const clip = path.join(folder, "clip.mp4");
    await writeSampleClip(clip, { width: 320, height: 180, seconds: 2 });
    const id = await finished((made) => storage().putFile(clip, `recordings/${made}.mp4`));
    const whole = (await finishFile(id))!;
    expect(whole).toMatchObject({ file: null, sizeBytes: (await stat(clip)).size, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(whole.durationSeconds).toBeCloseTo(2, 1);
    expect((await saveRecording(id, whole, (await storeFile(id, whole))!)).isSaved).toBe(true);
    await tidyUp(id);
    expect(await storage().stat(`recordings/${id}.mp4`)).not.toBeNull();
  } finally {
    Object.assign(env(), { STORAGE: "disk", EGRESS_OUTPUT_DIR: folder });
    forgetStorage();
    await s3.stop();
  }
});
