import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, eq, ne, sql } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { jobEvent } from "@/db/schema/engine";
import { outboxMail } from "@/db/schema/mails";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { userTopic } from "@/lib/events/room-events";
import { env } from "@/lib/platform/env";
import { subscribe } from "@/lib/platform/listen";
import { storage } from "@/lib/platform/storage/storage";
import { removeWorkFolder } from "@/lib/platform/storage/work-folder";
import { mailAgain, purgeAtOnce, retryRecording } from "@/lib/recordings/commands/handle-recording";
import { finishRecording } from "@/lib/recordings/commands/stop-recording";
import { noteFigures } from "@/lib/recordings/figures";
import { listAllRecordings } from "@/lib/recordings/queries/all-recordings";
import { readAllRecordingsUse, readRecordingUse } from "@/lib/recordings/queries/use";
import { failForgotten, tendRecordings } from "@/lib/recordings/tend";
import { hasWorkFile, makeWorkFile, recordingFolder, workFileOf } from "@/lib/recordings/work-file";

let [owner, member, moderator]: UserActor[] = [];
let at: typeof room.$inferSelect;

type Values = Partial<{ [Key in keyof typeof recording.$inferInsert]: (typeof recording.$inferInsert)[Key] | ReturnType<typeof sql> }>;

/** A saved recording with its file. */
async function saved(values: Values = {}): Promise<string> {
  const [{ id } = { id: "" }] = await db().insert(recording).values({ roomId: at.id, startedBy: owner!.userId, mode: "room_composite", engine: "builtin", status: "saved", storageKey: `recordings/${crypto.randomUUID()}.mp4`, startedAt: sql`now()`, ...values }).returning();
  const key = (await rowOf(id))!.storageKey;
  if (key) {
    const file = await makeWorkFile(id);
    await writeFile(file, "film");
    await storage().putFile(file, key);
  }
  return id;
}

const rowOf = async (id: string) => (await db().select().from(recording).where(eq(recording.id, id)))[0];
const isStored = async (key: string) => (await storage().stat(key)) !== null;

beforeEach(async () => {
  await db().delete(recording);
  await tendRecordings();
  [owner, member, moderator] = await Promise.all([createActor(), createActor(), createActor({ role: "moderator" })]);
  at = await createRoomWith([[owner!, "owner"], [member!, "member"]]);
});

test("a week before a recording is deleted by itself its room's owners get one mail; when its days are over it and its file are gone", async () => {
  const near = await saved({ expiresAt: sql`now() + interval '6 days'` });
  const far = await saved({ expiresAt: sql`now() + interval '8 days'` });
  const over = await saved({ expiresAt: sql`now() - interval '1 minute'`, expiryToldAt: sql`now() - interval '7 days'` });
  const key = (await rowOf(over))!.storageKey!;
  expect(await tendRecordings()).toMatchObject({ told: 1, purged: 1 });
  expect(await tendRecordings()).toMatchObject({ told: 0, purged: 0 });
  const mails = await db().select({ kind: outboxMail.kind, userId: outboxMail.userId, data: outboxMail.data }).from(outboxMail).where(eq(outboxMail.kind, "recording.expires"));
  expect(mails).toMatchObject([{ userId: owner!.userId, data: { recordingId: near, room: at.name } }]);
  expect([await rowOf(over), await isStored(key)]).toEqual([undefined, false]);
  expect([(await rowOf(near))?.status, (await rowOf(far))?.expiryToldAt]).toEqual(["saved", null]);
});

test("the mail of a room that was deleted meanwhile goes when it is brought back; for another end there is another mail", async () => {
  const id = await saved({ expiresAt: sql`now() + interval '6 days'` });
  const mails = async () => (await db().select({ id: outboxMail.id }).from(outboxMail).where(sql`${outboxMail.data} ->> 'recordingId' = ${id}`)).length;
  await db().update(room).set({ deletedAt: sql`now()` }).where(eq(room.id, at.id));
  expect([await tendRecordings(), await mails()]).toMatchObject([{ told: 0 }, 0]);
  await db().update(room).set({ deletedAt: null }).where(eq(room.id, at.id));
  expect([await tendRecordings(), await mails()]).toMatchObject([{ told: 1 }, 1]);
  await db().update(recording).set({ expiresAt: sql`now() + interval '5 days'`, expiryToldAt: null }).where(eq(recording.id, id));
  expect([await tendRecordings(), await mails()]).toMatchObject([{ told: 1 }, 2]);
});

test("what the installation allows holds for older recordings too, a week from now at the earliest", async () => {
  const [old, young, short] = [await saved({ createdAt: sql`now() - interval '60 days'` }), await saved(), await saved({ expiresAt: sql`now() + interval '9 days'` })];
  const before = env().RECORDINGS_KEPT_DAYS;
  try {
    env().RECORDINGS_KEPT_DAYS = 30;
    expect(await tendRecordings()).toMatchObject({ limited: 2, purged: 0 });
    expect(await tendRecordings()).toMatchObject({ limited: 0 });
    const days = async (id: string) => Math.round(((await rowOf(id))!.expiresAt!.getTime() - Date.now()) / 86_400_000);
    expect([await days(old), await days(young), await days(short), (await rowOf(old))!.expiryToldAt !== null]).toEqual([7, 30, 9, true]);
  } finally {
    env().RECORDINGS_KEPT_DAYS = before;
  }
});

test("a recording whose job was cancelled has failed two hours later, and can be tried again", async () => {
  const values = { status: "stopped", storageKey: null, reason: "asked" } as const;
  const [lost, fresh] = [await saved({ ...values, finishedAt: sql`now() - interval '3 hours'` }), await saved({ ...values, finishedAt: sql`now() - interval '1 hour'` })];
  expect(await failForgotten()).toBe(1);
  expect([(await rowOf(lost))!.status, (await rowOf(lost))!.reason, (await rowOf(fresh))!.status]).toEqual(["failed", "not_stored", "stopped"]);
  await retryRecording(moderator!, lost);
  expect(await failForgotten()).toBe(0);
});

test("what was deleted long ago goes for good, what was deleted a moment ago stays to be brought back", async () => {
  const [old, young] = [await saved({ deletedAt: sql`now() - interval '31 days'` }), await saved({ deletedAt: sql`now()` })];
  expect(await tendRecordings()).toMatchObject({ purged: 1 });
  expect([await rowOf(old), (await rowOf(young))?.id]).toEqual([undefined, young]);
});

test("files whose room is gone go once they are old, and so do work folders that nobody needs", async () => {
  const id = await saved();
  const { storageKey: key } = (await rowOf(id))!;
  await db().delete(room).where(eq(room.id, at.id));
  expect(await tendRecordings()).toMatchObject({ files: 0, folders: 0 });
  const old = new Date(Date.now() - 8 * 86_400_000);
  await utimes(`${env().DATA_DIR}/storage/${key}`, old, old);
  await utimes(workFileOf(id).replace("/recording.mp4", ""), old, old);
  expect(await tendRecordings()).toMatchObject({ files: 1, folders: 1 });
  expect([await isStored(key!), await hasWorkFile(id)]).toEqual([false, false]);
});

test("what Egress has left in the bucket or in its folder waits for another try for a week, and as long as it is needed", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "atrium-egress-"));
  env().EGRESS_OUTPUT_DIR = folder;
  try {
    const old = new Date(Date.now() - 8 * 86_400_000);
    const left = async (values: Values) => {
      const id = crypto.randomUUID();
      const { id: roomId } = await createRoomWith([[owner!, "owner"]]);
      const key = `recordings/${id}.mp4`;
      await saved({ id, roomId, engine: "egress", storageKey: key, createdAt: old, ...values });
      await db().update(recording).set({ storageKey: null }).where(and(eq(recording.id, id), ne(recording.status, "saved")));
      await writeFile(path.join(folder, `${id}.mp4`), "film");
      for (const file of [`${env().DATA_DIR}/storage/${key}`, path.join(folder, `${id}.mp4`)]) await utimes(file, old, old);
      await removeWorkFolder(recordingFolder(id));
      return id;
    };
    const young = await left({ status: "failed", reason: "not_stored", createdAt: new Date() });
    const onItsWay = await left({ status: "stopped" });
    const forgotten = await left({ status: "failed", reason: "not_stored" });
    expect(await tendRecordings()).toMatchObject({ files: 1, folders: 2 });
    expect(await Promise.all([young, onItsWay, forgotten].map((id) => isStored(`recordings/${id}.mp4`)))).toEqual([true, true, false]);
    expect(await readdir(folder)).toEqual([`${onItsWay}.mp4`]);
  } finally {
    env().EGRESS_OUTPUT_DIR = undefined;
    await rm(folder, { recursive: true });
  }
});

test("moderators end a recording that does not end, and have its room's owners told once more; they hear of every change", async () => {
  const running = await saved({ status: "active", storageKey: null, leaseOwner: "host", figures: { seconds: 12, bytes: 9, cpuShare: 0.4, rssBytes: 1 } });
  const heard: string[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items.map(([topic]) => topic)), onReset: () => undefined });
  await noteFigures(running, "another", { seconds: 0, bytes: 0, cpuShare: 0, rssBytes: 0 });
  expect((await listAllRecordings(moderator!, { text: at.name })).items).toMatchObject([{ figures: { seconds: 12 }, can: { finish: true, mail: false } }]);
  expect([await codeOf(finishRecording(owner!, running)), await codeOf(mailAgain(moderator!, running))]).toEqual(["forbidden", "conflict"]);
  await finishRecording(moderator!, running);
  await vi.waitFor(() => expect(heard).toContain(userTopic(moderator!.userId)));
  expect(heard).not.toContain(userTopic(owner!.userId));
  stop();
  expect([(await rowOf(running))!.status, await codeOf(finishRecording(moderator!, running))]).toEqual(["stopped", "conflict"]);
  expect((await listAllRecordings(moderator!, { text: at.name })).items).toMatchObject([{ figures: null, can: { finish: false } }]);
  const kept = await saved();
  expect(await codeOf(mailAgain(owner!, kept))).toBe("forbidden");
  for (const _ of [1, 2]) await mailAgain(moderator!, kept);
  const mails = await db().select({ userId: outboxMail.userId }).from(outboxMail).where(and(eq(outboxMail.kind, "recording.ready"), sql`${outboxMail.data} ->> 'recordingId' = ${kept}`));
  expect(mails).toEqual([{ userId: owner!.userId }, { userId: owner!.userId }]);
});

test("what a room's recordings take is counted with deleted ones; moderators see the rooms that have little left", async () => {
  await Promise.all([saved({ sizeBytes: 60 }), saved({ sizeBytes: 30, deletedAt: sql`now()` }), saved({ status: "active", storageKey: null })]);
  const before = env().RECORDINGS_QUOTA_BYTES;
  try {
    env().RECORDINGS_QUOTA_BYTES = 100;
    expect(await readRecordingUse(at.id)).toMatchObject({ usedBytes: 90, limitBytes: 100 });
    expect(await readAllRecordingsUse(moderator!)).toMatchObject({ usedBytes: 90, nearlyFull: [{ slug: at.slug, usedBytes: 90 }] });
    env().RECORDINGS_QUOTA_BYTES = 0;
    expect(await readAllRecordingsUse(moderator!)).toMatchObject({ limitBytes: null, nearlyFull: [] });
    expect(await codeOf(readAllRecordingsUse(owner!))).toBe("forbidden");
  } finally {
    env().RECORDINGS_QUOTA_BYTES = before;
  }
});

test("moderators see every recording with its key, try again what failed, and delete for good; nobody else does", async () => {
  const kept = await saved();
  const failed = await saved({ status: "failed", reason: "not_stored", storageKey: null, finishedAt: new Date() });
  const nothing = await saved({ status: "failed", reason: "crashed", storageKey: null });
  const running = await saved({ status: "active", storageKey: null });
  expect(await codeOf(listAllRecordings(owner!, {}))).toBe("forbidden");
  const { items } = await listAllRecordings(moderator!, { text: at.name });
  expect(items.map(({ id, storageKey, can }) => [id, storageKey !== null, can.retry, can.purge])).toEqual([[running, false, false, false], [nothing, false, false, true], [failed, false, true, true], [kept, true, false, true]]);
  expect((await listAllRecordings(moderator!, { state: "failed" })).items.map(({ id }) => id)).toEqual([nothing, failed]);
  expect(await codeOf(retryRecording(owner!, failed))).toBe("forbidden");
  for (const id of [kept, nothing]) expect(await codeOf(retryRecording(moderator!, id))).toBe("conflict");
  await retryRecording(moderator!, failed);
  expect(await rowOf(failed)).toMatchObject({ status: "stopped", reason: null });
  const asked = await db().select({ data: jobEvent.data }).from(jobEvent).where(eq(jobEvent.name, "recording/finished"));
  expect(asked.map(({ data }) => data)).toContainEqual({ recordingId: failed });
  expect(await codeOf(purgeAtOnce(owner!, kept))).toBe("forbidden");
  expect(await codeOf(purgeAtOnce(moderator!, running))).toBe("conflict");
  await purgeAtOnce(moderator!, kept);
  expect(await rowOf(kept)).toBeUndefined();
  const [entry] = await db().select({ actorId: auditEntry.actorId, details: auditEntry.details }).from(auditEntry).where(eq(auditEntry.targetId, kept));
  expect(entry).toMatchObject({ actorId: moderator!.userId, details: { why: "moderator", room: at.id } });
});
