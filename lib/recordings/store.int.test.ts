import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { asc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { video } from "@/db/schema/videos";
import { outboxMail } from "@/db/schema/mails";
import { jobEvent } from "@/db/schema/engine";
import { recording } from "@/db/schema/recordings";
import { roomEvent, type room } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { writeSampleClip } from "@/lib/platform/media/sample-clip";
import { env } from "@/lib/platform/env";
import { readDiskSpace } from "@/lib/platform/storage/disk-space";
import { storage } from "@/lib/platform/storage/storage";
import { retryRecording } from "@/lib/recordings/commands/handle-recording";
import { publishRecording } from "@/lib/recordings/commands/publish-recording";
import { getRecording, getRecordingFile } from "@/lib/recordings/queries/recordings";
import { findPublishable, linkToVideo } from "@/lib/recordings/publishing";
import { failStoring, finishFile, saveRecording, storeFile, tidyUp } from "@/lib/recordings/store";
import { hasWorkFile, makeWorkFile } from "@/lib/recordings/work-file";
import { createVideoFromRecording } from "@/lib/videos/commands/create-video-from-recording";
import { findShownVideo } from "@/lib/videos/queries";
import { processForTest } from "@/lib/videos/testing";

let [owner, member, stranger]: UserActor[] = [];
let at: typeof room.$inferSelect;

const fragmented = ["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-g", "25"];
const rowOf = async (id: string) => (await db().select().from(recording).where(eq(recording.id, id)))[0]!;
const asked = async () => (await db().select({ name: jobEvent.name, data: jobEvent.data }).from(jobEvent).where(eq(jobEvent.name, "recording/publish-asked"))).map(({ data }) => data);

const events = async () => (await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, at.id)).orderBy(asc(roomEvent.version))).map(({ type }) => type);

/** A recording that has ended, with the file that a recorder writes. */
async function ended(configuration: Record<string, unknown> = {}): Promise<{ id: string; file: string }> {
  at = await createRoomWith([[owner!, "owner"], [member!, "member"]], { configuration });
  const [row] = await db().insert(recording).values({ roomId: at.id, startedBy: owner!.userId, mode: "room_composite", engine: "builtin", status: "stopped", reason: "asked", startedAt: new Date(), stoppedAt: new Date(), finishedAt: new Date() }).returning();
  const file = await makeWorkFile(row!.id);
  await writeSampleClip(file, { width: 320, height: 180, seconds: 4, extra: fragmented });
  return { id: row!.id, file };
}

async function store(id: string): Promise<boolean> {
  const whole = await finishFile(id);
  const key = whole && (await storeFile(id, whole));
  return whole !== null && key !== null && (await saveRecording(id, whole, key)).isSaved;
}

beforeEach(async () => {
  [owner, member, stranger] = await Promise.all([createActor(), createActor(), createActor()]);
});

test("a recording is stored whole: measured, with its index in front, told to its owners once, and its work folder goes", async () => {
  const { id } = await ended({ recording_kept_days: 30 });
  expect(await store(id)).toBe(true);
  expect(await store(id)).toBe(false);
  await tidyUp(id);
  expect(await hasWorkFile(id)).toBe(false);
  const row = await rowOf(id);
  expect(row).toMatchObject({ status: "saved", storageKey: `recordings/${id}.mp4`, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), videoId: null });
  expect(row.durationSeconds).toBeCloseTo(4, 1);
  expect(Math.round((row.expiresAt!.getTime() - Date.now()) / 86_400_000)).toBe(30);
  const head = await storage().withLocalFile(row.storageKey!, async (file) => (await readFile(file)).toString("latin1"));
  expect(head.length).toBe(row.sizeBytes);
  expect(head.indexOf("moov")).toBeLessThan(head.indexOf("mdat"));
  expect(head).not.toContain("moof");
  const mails = await db().select({ kind: outboxMail.kind, userId: outboxMail.userId, data: outboxMail.data }).from(outboxMail).where(eq(outboxMail.userId, owner!.userId));
  expect(mails).toMatchObject([{ kind: "recording.ready", data: { room: at.name, seconds: 4 } }]);
  expect(JSON.stringify(mails)).not.toContain("key=");
});

test("of a file that was cut off in the middle, what is whole is kept; one that holds nothing ends as failed and is kept for a look", async () => {
  const cut = await ended();
  await truncate(cut.file, Math.round((await readFile(cut.file)).length * 0.6));
  expect(await store(cut.id)).toBe(true);
  const { durationSeconds } = await rowOf(cut.id);
  expect(durationSeconds).toBeGreaterThan(1);
  expect(durationSeconds).toBeLessThan(3.5);
  const nothing = await ended();
  await truncate(nothing.file, 100);
  expect(await finishFile(nothing.id)).toBeNull();
  expect(await rowOf(nothing.id)).toMatchObject({ status: "failed", reason: "encoder_failed" });
});

test("where the disk is full it has failed at once with that reason: nothing half is left, what was recorded is, and another try with space stores it", async () => {
  const realProgram = env().FFMPEG_PATH;
  const { id, file } = await ended();
  const script = path.join(path.dirname(file), "ffmpeg");
  await writeFile(script, `#!/bin/sh\nfor each; do :; done\necho half > "\${each#file:}"\necho "$each: No space left on device" >&2\nexit 1\n`, { mode: 0o755 });
  env().FFMPEG_PATH = script;
  try {
    expect(await finishFile(id)).toBeNull();
  } finally {
    env().FFMPEG_PATH = realProgram;
  }
  expect(await rowOf(id)).toMatchObject({ status: "failed", reason: "disk_full", storageKey: null });
  expect((await readdir(path.dirname(file))).sort()).toEqual(["ffmpeg", "recording.mp4"]);
  expect(await getRecording(owner!, at.slug, id)).toMatchObject({ is_left: true });
  // No disk has room for such a file a second time.
  const large = await ended();
  await truncate(large.file, (await readDiskSpace()).freeBytes);
  expect(await finishFile(large.id)).toBeNull();
  expect(await rowOf(large.id)).toMatchObject({ status: "failed", reason: "disk_full" });

  await retryRecording(await createActor({ role: "moderator" }), id);
  expect(await store(id)).toBe(true);
  expect(await rowOf(id)).toMatchObject({ status: "saved", reason: null });
});

test("what could not be stored has failed; what was stored after all is saved, and stays so; of what was deleted for good meanwhile nothing stays", async () => {
  const { id } = await ended();
  await failStoring(id);
  expect(await rowOf(id)).toMatchObject({ status: "failed", reason: "not_stored", storageKey: null });
  expect(await hasWorkFile(id)).toBe(true);
  const late = await ended();
  const whole = (await finishFile(late.id))!;
  const key = (await storeFile(late.id, whole))!;
  await failStoring(late.id);
  expect(await saveRecording(late.id, whole, key)).toMatchObject({ isSaved: true });
  expect(await rowOf(late.id)).toMatchObject({ status: "saved", reason: null, storageKey: key });
  const gone = await ended();
  const film = (await finishFile(gone.id))!;
  const place = (await storeFile(gone.id, film))!;
  await db().delete(recording).where(eq(recording.id, gone.id));
  expect(await saveRecording(gone.id, film, place)).toMatchObject({ isSaved: false });
  await tidyUp(gone.id);
  expect([await storage().stat(place), await hasWorkFile(gone.id)]).toEqual([null, false]);
  const other = await ended();
  await store(other.id);
  await failStoring(other.id);
  expect(await rowOf(other.id)).toMatchObject({ status: "saved" });
});

test("of one that was deleted while it was stored nobody hears more; what is saved is not put a second time", async () => {
  const { id } = await ended();
  const whole = (await finishFile(id))!;
  await db().update(recording).set({ deletedAt: sql`now()` }).where(eq(recording.id, id));
  const before = await events();
  expect(await saveRecording(id, whole, (await storeFile(id, whole))!)).toMatchObject({ isSaved: true });
  expect((await events()).slice(before.length)).toEqual(["recording_changed"]);
  expect(await storeFile(id, { ...whole, sizeBytes: 1 })).toBeNull();
  expect(await storage().stat((await rowOf(id)).storageKey!)).toMatchObject({ sizeBytes: whole.sizeBytes });
});

test("its members get the file, strangers by a link only, as long as that of whom it is may see it", async () => {
  const { id } = await ended();
  expect(await codeOf(getRecordingFile(member!, id, owner!.userId))).toBe("not_found");
  await store(id);
  expect(await getRecordingFile(member!, id, null)).toMatchObject({ key: `recordings/${id}.mp4`, mode: "room_composite", roomName: at.name });
  expect(await codeOf(getRecordingFile(stranger!, id, null))).toBe("not_found");
  const nobody = { kind: "anonymous", address: null, requestId: null } as const;
  expect(await codeOf(getRecordingFile(nobody, id, null))).toBe("unauthenticated");
  expect(await getRecordingFile(nobody, id, member!.userId)).toMatchObject({ isByLink: true });
  expect([await codeOf(getRecordingFile(nobody, id, stranger!.userId)), (await getRecordingFile(owner!, id, stranger!.userId)).isByLink]).toEqual(["unauthenticated", false]);
  await db().update(user).set({ isActive: false }).where(eq(user.id, member!.userId));
  expect(await codeOf(getRecordingFile(nobody, id, member!.userId))).toBe("unauthenticated");
});

test("a host makes one video of it that the room's members can watch; where the room says so nobody needs to", { timeout: 60_000 }, async () => {
  const { id } = await ended();
  expect(await codeOf(publishRecording(owner!, at.slug, id))).toBe("conflict");
  await store(id);
  expect(await codeOf(publishRecording(member!, at.slug, id))).toBe("forbidden");
  await publishRecording(owner!, at.slug, id);
  expect(await asked()).toContainEqual({ recordingId: id });
  const source = (await findPublishable(id))!;
  const videoId = await createVideoFromRecording(source);
  expect(await createVideoFromRecording(source)).toBe(videoId);
  await linkToVideo(id, videoId);
  expect(await rowOf(id)).toMatchObject({ videoId });
  expect(await findPublishable(id)).toBeNull();
  expect(await codeOf(publishRecording(owner!, at.slug, id))).toBe("conflict");
  expect(await processForTest(videoId)).toBe(true);
  expect(await findShownVideo(member!.userId, videoId)).toMatchObject({ title: source.title });
  expect(await findShownVideo(stranger!.userId, videoId)).toBeNull();
  // Deleted from the library it is none any more, and can become another one.
  await db().update(video).set({ deletedAt: new Date() }).where(eq(video.id, videoId));
  expect(await getRecording(owner!, at.slug, id)).toMatchObject({ video_id: null, abilities: { publish: true } });
  await publishRecording(owner!, at.slug, id);
  const again = await createVideoFromRecording((await findPublishable(id))!);
  await linkToVideo(id, again);
  expect([again === videoId, await createVideoFromRecording(source), (await getRecording(owner!, at.slug, id)).video_id]).toEqual([false, again, again]);
  const atOnce = await ended({ recording_to_library: true });
  await store(atOnce.id);
  expect(await asked()).toContainEqual({ recordingId: atOnce.id });
});
