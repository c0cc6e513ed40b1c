import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { jobEvent } from "@/db/schema/engine";
import { outboxMail } from "@/db/schema/mails";
import { recording } from "@/db/schema/recordings";
import type { room } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { probeFile } from "@/lib/platform/media/probe-file";
import { writeSampleClip } from "@/lib/platform/media/sample-clip";
import { storage } from "@/lib/platform/storage/storage";
import { finishFile, saveRecording, storeFile, tidyUp } from "@/lib/recordings/store";
import { cookieOf, serveGateway, type Answer } from "@/server/gateway/testing";
import { handleUploads } from "@/server/gateway/uploads";

type Row = typeof recording.$inferSelect;
let gateway: Awaited<ReturnType<typeof serveGateway>>;
let people: Record<"stranger" | "member" | "host" | "owner" | "moderator", UserActor>;
let at: typeof room.$inferSelect;
let film: Buffer;

beforeAll(async () => {
  const [stranger, member, host, owner] = await Promise.all([createActor(), createActor(), createActor(), createActor()]);
  people = { stranger, member, host, owner, moderator: await createActor({ role: "moderator" }) };
  at = await createRoomWith([[owner, "owner"], [host, "administrator"], [member, "member"]]);
  const file = path.join(env().DATA_DIR, "film.webm");
  await writeSampleClip(file, { width: 321, height: 181, seconds: 3, extra: ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-f", "webm"] });
  film = await readFile(file);
  await rm(file);
  gateway = await serveGateway(handleUploads);
});
afterAll(() => gateway.stop());

/** What somebody has recorded in their browser, which ended. */
async function ended(by: UserActor, more: Partial<Row> = {}): Promise<string> {
  const [row] = await db().insert(recording).values({ roomId: at.id, startedBy: by.userId, mode: "room_composite", engine: "browser", status: "stopped", reason: "asked", startedAt: new Date(), stoppedAt: new Date(), ...more }).returning();
  return row!.id;
}

const encode = (values: Record<string, string>) => Object.entries(values).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`).join(",");
const begin = async (who: UserActor, id: string, sizeBytes = film.length, more: Record<string, string> = {}) =>
  gateway.ask("/api/uploads/", { method: "POST", cookie: await cookieOf(who), headers: { "tus-resumable": "1.0.0", "upload-length": String(sizeBytes), "upload-metadata": encode({ filename: "call.webm", recording: id, ...more }), "content-length": "0" } });
const write = async (who: UserActor, where: string, offset: number, body: Buffer) =>
  gateway.ask(where, { method: "PATCH", cookie: await cookieOf(who), body, headers: { "tus-resumable": "1.0.0", "upload-offset": String(offset), "content-type": "application/offset+octet-stream" } });
const ask = async (method: "HEAD" | "DELETE", who: UserActor, where: string) => gateway.ask(where, { method, cookie: await cookieOf(who), headers: { "tus-resumable": "1.0.0" } });
const rowOf = async (id: string) => (await db().select().from(recording).where(eq(recording.id, id)))[0]!;
const jobsOf = (id: string) => db().$count(jobEvent, eq(jobEvent.id, `recording-${id}-finished`));
const told = ({ status, headers }: Answer) => [status, headers["upload-offset"], headers["x-recording-id"]];

test("who recorded sends the file, as long as they may record there, whoever may upload videos; nobody else does", async () => {
  const answers: Record<string, number[]> = {};
  const others = await ended(await createActor());
  for (const [name, who] of Object.entries(people)) answers[name] = [(await begin(who, await ended(who))).status, (await begin(who, others)).status];
  expect(answers).toEqual({ stranger: [404, 404], member: [403, 403], host: [201, 403], owner: [201, 403], moderator: [403, 403] });
});

test("only what has ended, has no file yet and is there takes one; and no more than the room's recordings may take", async () => {
  const { owner } = people;
  const statuses = async (...more: Partial<Row>[]) => Promise.all(more.map(async (each) => (await begin(owner, await ended(owner, each))).status));
  expect(await statuses({ status: "active", stoppedAt: null, reason: null }, { finishedAt: new Date() }, { engine: "builtin" }, { deletedAt: new Date() })).toEqual([409, 409, 409, 404]);
  const id = await ended(owner);
  const full = await ended(owner, { finishedAt: new Date(), sizeBytes: env().RECORDINGS_QUOTA_BYTES - film.length });
  expect([(await begin(owner, id)).status, (await begin(owner, id, film.length + 1)).status]).toEqual([201, 413]);
  await db().delete(recording).where(eq(recording.id, full));
  expect([(await begin(owner, id, film.length, { title: "Mine" })).status, (await begin(owner, "7")).status]).toEqual([400, 400]);
});

test("it arrives in pieces, becomes a recording like any other, and says so when it is asked again", async () => {
  const { host, owner } = people;
  const id = await ended(host);
  const where = (await begin(host, id)).headers.location!;
  const half = Math.floor(film.length / 2);
  expect(told(await write(host, where, 0, film.subarray(0, half)))).toEqual([204, String(half), undefined]);
  expect([(await ask("HEAD", owner, where)).status, (await ask("HEAD", host, where)).headers["upload-offset"]]).toEqual([404, String(half)]);
  expect([(await rowOf(id)).finishedAt, await jobsOf(id)]).toEqual([null, 0]);
  expect(told(await write(host, where, half, film.subarray(half)))).toEqual([204, String(film.length), id]);
  // The last answer was lost: the bytes are gone by now, and it is asked for again.
  expect(told(await ask("HEAD", host, where))).toEqual([200, String(film.length), id]);
  expect([(await ask("HEAD", owner, where)).status, (await ask("DELETE", host, where)).status, (await begin(host, id)).status, await jobsOf(id)]).toEqual([404, 409, 409, 1]);

  const whole = (await finishFile(id))!;
  expect((await saveRecording(id, whole, (await storeFile(id, whole))!)).isSaved).toBe(true);
  await tidyUp(id);
  const row = await rowOf(id);
  expect(row).toMatchObject({ status: "saved", storageKey: `recordings/${id}.mp4`, sizeBytes: whole.sizeBytes });
  const streams = await storage().withLocalFile(row.storageKey!, async (file) => (await probeFile(file))!.streams);
  expect(streams.map(({ codec_name: codec, width }) => [codec, width])).toEqual([["h264", 320], ["opus", undefined]]);
  expect(await db().$count(outboxMail, eq(outboxMail.userId, owner.userId))).toBe(1);
});

test("what is no film fails as a recording does", async () => {
  const id = await ended(people.owner);
  const where = (await begin(people.owner, id, 5)).headers.location!;
  expect((await write(people.owner, where, 0, Buffer.from("hello"))).status).toBe(204);
  expect([await finishFile(id), (await rowOf(id)).status, (await rowOf(id)).reason]).toEqual([null, "failed", "encoder_failed"]);
});
