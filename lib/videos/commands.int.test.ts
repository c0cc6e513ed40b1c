import { randomUUID } from "node:crypto";
import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { jobEvent } from "@/db/schema/engine";
import { roomMember } from "@/db/schema/rooms";
import { video, videoOutput } from "@/db/schema/videos";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { isAppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";
import { subscribe, type BusItem } from "@/lib/platform/listen";
import { storage } from "@/lib/platform/storage/storage";
import { beginProcessing, type Attempt } from "@/lib/videos/commands/begin-processing";
import { createVideoFromUpload } from "@/lib/videos/commands/create-video-from-upload";
import { failProcessing } from "@/lib/videos/commands/fail-processing";
import { publishOutput } from "@/lib/videos/commands/publish-output";
import { renewLease, reportProgress } from "@/lib/videos/commands/report-progress";
import { requeueLostVideos } from "@/lib/videos/commands/requeue-lost-videos";
import { retryVideo } from "@/lib/videos/commands/retry-video";
import { sweepLeftovers } from "@/lib/videos/commands/sweep-leftovers";
import { listManagedVideos } from "@/lib/videos/managed-videos";
import { getPlayback, getUploadLimits, getVideo, getVideoStatus, listVideoCards, listVideos } from "@/lib/videos/queries";
import { listVideosOfPerson } from "@/lib/videos/videos-of-person";
import { testFile, uploadForTest, videoRow } from "@/lib/videos/testing";

const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
const bytes = Buffer.from("not looked at in these tests");
const output = {
  storagePrefix: "videos/0/g1", hasStoryboard: true, durationSeconds: 12.3456,
  renditions: [{ name: "480p" as const, width: 854, height: 480, bandwidth: 9, averageBandwidth: 8, codecs: "avc1.64001e", frameRate: 25 }],
};
const codeOf = (running: Promise<unknown>) => running.then(() => "ok", (error: unknown) => (isAppError(error) ? error.code : String(error)));
const rows = async () => ({
  videos: await db().$count(video), audit: await db().$count(auditEntry), events: await db().$count(jobEvent),
});

let owner: UserActor;
let moderator: UserActor;
let stranger: UserActor;
beforeAll(async () => {
  [owner, moderator, stranger] = await Promise.all([createActor({ role: "moderator", name: "Olga" }), createActor({ role: "moderator" }), createActor()]);
});

async function begun(videoId: number): Promise<Attempt> {
  const attempt = await beginProcessing(videoId, randomUUID());
  if (!attempt) throw new Error("not begun");
  return attempt;
}

async function readyVideo(values: Partial<typeof video.$inferInsert> = {}): Promise<number> {
  const id = await uploadForTest(owner, bytes);
  const attempt = await begun(id);
  await publishOutput(attempt, { ...output, storagePrefix: `videos/${id}/g1` });
  if (Object.keys(values).length > 0) await db().update(video).set(values).where(eq(video.id, id));
  return id;
}

const expireLease = (videoId: number) => db().update(video).set({ leaseExpiresAt: sql`now() - interval '1 second'` }).where(eq(video.id, videoId));

describe("createVideoFromUpload", () => {
  it("keeps the file with its checksum and writes row, audit entry and job event together", async () => {
    const id = await uploadForTest(owner, bytes, { title: "Harbour", category: "Sea", visibility: "private" });
    const row = await videoRow(id);
    expect([row.title, row.category, row.visibility, row.ownerId, row.processingStatus]).toEqual(["Harbour", "Sea", "private", owner.userId, "pending"]);
    expect(row.sourceSha256).toBe((await import("node:crypto")).createHash("sha256").update(bytes).digest("hex"));
    expect((await storage().stat(row.sourceKey))?.sizeBytes).toBe(bytes.length);
    const [event] = await db().select().from(jobEvent).where(eq(jobEvent.id, `video-${id}-uploaded`));
    expect([event?.name, event?.data]).toEqual(["video/uploaded", { videoId: id }]);
    expect(await db().$count(auditEntry, eq(auditEntry.targetId, String(id)))).toBe(1);
  });

  it("makes one video of an upload that is finished twice, also at the same time", async () => {
    const file = await testFile("clip.mp4");
    await writeFile(file, bytes);
    const upload = { uploadId: randomUUID(), localFile: file, sizeBytes: bytes.length, metadata: { filename: "clip.mp4", title: "Once" } };
    const before = await rows();
    const ids = await Promise.all([1, 2, 3].map(() => createVideoFromUpload(owner, upload)));
    expect(new Set([...ids, await createVideoFromUpload(owner, upload)]).size).toBe(1);
    expect(await rows()).toEqual({ videos: before.videos + 1, audit: before.audit + 1, events: before.events + 1 });
  });

  it("is for the members of a room that its maker is in; whoever left it meanwhile has it for themself", async () => {
    const at = await createRoomWith([[owner, "member"]]);
    const id = await uploadForTest(owner, bytes, { room: at.slug });
    expect(await videoRow(id)).toMatchObject({ visibility: "room", roomId: at.id });
    await db().delete(roomMember).where(eq(roomMember.roomId, at.id));
    expect(await videoRow(await uploadForTest(owner, bytes, { room: String(at.id) }))).toMatchObject({ visibility: "private", roomId: null });
  });

  it("refuses a person without the role and writes nothing", async () => {
    const before = await rows();
    expect(await codeOf(uploadForTest(stranger, bytes))).toBe("forbidden");
    expect(await rows()).toEqual(before);
    await expect(getUploadLimits(stranger)).rejects.toThrow("may not upload");
    await expect(getUploadLimits(anonymous)).rejects.toThrow();
    expect((await getUploadLimits(owner)).maxBytes).toBe(env().UPLOAD_MAX_BYTES);
  });
});

describe("the lease", () => {
  it("gives a video to one run; the same run gets the same generation again", async () => {
    const id = await uploadForTest(owner, bytes);
    const attempt = await beginProcessing(id, "run-1");
    expect(attempt?.generation).toBe(1);
    expect(await beginProcessing(id, "run-2")).toBeNull();
    expect(await beginProcessing(id, "run-1")).toEqual(attempt);
  });

  it("goes to another run when it has run out, and the first run can write nothing any more", async () => {
    const id = await uploadForTest(owner, bytes);
    const first = await begun(id);
    await expireLease(id);
    const second = await begun(id);
    expect(second.generation).toBe(2);
    expect(await renewLease(first)).toBe(false);
    await reportProgress(first, 50);
    await failProcessing(id, first.token, "internal");
    expect(await publishOutput(first, output)).toBe(false);
    const row = await videoRow(id);
    expect([row.processingStatus, row.progress, row.leaseToken, row.publishedGeneration]).toEqual(["processing", 0, second.token, null]);
    expect(await renewLease(second)).toBe(true);
  });

  it("is refused for a deleted video", async () => {
    const id = await uploadForTest(owner, bytes);
    await db().update(video).set({ deletedAt: sql`now()` }).where(eq(video.id, id));
    expect(await beginProcessing(id, "run")).toBeNull();
  });

  it("never lets progress go back, and pushes it to the owner", async () => {
    const heard: BusItem[] = [];
    const stop = await subscribe({ onItems: (items) => heard.push(...items), onReset: () => {} });
    const id = await uploadForTest(owner, bytes);
    const attempt = await begun(id);
    await reportProgress(attempt, 40);
    await reportProgress(attempt, 30);
    await reportProgress(attempt, 250);
    expect((await videoRow(id)).progress).toBe(99);
    await failProcessing(id, attempt.token, "no_space");
    const seen = () => heard.filter(([topic, payload]) => topic === `user:${owner.userId}` && (payload as { body: { id: number } }).body.id === id).map(([, payload]) => payload as { type: string; body: Record<string, unknown> });
    await expect.poll(() => seen().at(-1)?.body["processing_status"]).toBe("failed");
    expect(seen().map(({ body }) => body["progress"])).toEqual(expect.arrayContaining([40, 99]));
    expect(seen().every(({ type }) => type === "video_progress")).toBe(true);
    stop();
  });
});

describe("retryVideo", () => {
  it("starts a failed video anew, with an event and an audit entry", async () => {
    const id = await uploadForTest(owner, bytes);
    await failProcessing(id, (await begun(id)).token, "timed_out");
    expect(await getVideoStatus(owner, id)).toEqual({ id, processing_status: "failed", processing_error: "Processing took too long and was stopped.", progress: 0, playable: false });
    const before = await rows();
    expect((await retryVideo(moderator, id)).processing_status).toBe("pending");
    expect(await rows()).toEqual({ videos: before.videos, audit: before.audit + 1, events: before.events + 1 });
    expect((await begun(id)).generation).toBe(2);
  });

  it("is refused to strangers and for a video that did not fail, and writes nothing", async () => {
    const id = await uploadForTest(owner, bytes);
    const before = await rows();
    expect(await codeOf(retryVideo(owner, id))).toBe("conflict");
    await failProcessing(id, (await begun(id)).token, "timed_out");
    expect(await codeOf(retryVideo(stranger, id))).toBe("not_found");
    expect(await codeOf(retryVideo(anonymous, id))).toBe("unauthenticated");
    expect(await codeOf(retryVideo(owner, 999_999))).toBe("not_found");
    expect(await rows()).toEqual(before);
    expect((await videoRow(id)).processingStatus).toBe("failed");
  });
});

describe("a replaced output", () => {
  it("stays a day beside the new one, then goes", async () => {
    const id = await readyVideo();
    await db().update(video).set({ processingStatus: "pending" }).where(eq(video.id, id));
    const attempt = await begun(id);
    expect(await publishOutput(attempt, { ...output, storagePrefix: `videos/${id}/g2` })).toBe(true);
    expect(await publishOutput(attempt, output)).toBe(true);
    expect((await getPlayback(stranger, id)).map((each) => each.generation)).toEqual([2, 1]);

    const folder = path.join(env().DATA_DIR, "storage", "videos", String(id), "g1");
    await mkdir(folder, { recursive: true });
    expect((await sweepLeftovers()).outputs).toBe(0);
    await db().update(videoOutput).set({ retiredAt: sql`now() - interval '25 hours'` }).where(eq(videoOutput.generation, 1));
    await db().update(videoOutput).set({ retiredAt: null }).where(sql`${videoOutput.videoId} <> ${id}`);
    expect((await sweepLeftovers()).outputs).toBe(1);
    await expect(stat(folder)).rejects.toThrow("ENOENT");
    expect((await getPlayback(stranger, id)).map((each) => each.generation)).toEqual([2]);
  });
});

describe("requeueLostVideos", () => {
  const eventsOf = (id: number) => db().select().from(jobEvent).where(sql`${jobEvent.id} like ${`video-${id}-requeue-%`}`);
  const quiet = () => db().update(video).set({ processingStatus: "failed", processingErrorCode: "internal", leaseToken: null, leaseExpiresAt: null }).where(eq(video.processingStatus, "processing"));

  it("asks once for another run of a video whose run is gone", async () => {
    await quiet();
    const id = await uploadForTest(owner, bytes);
    await begun(id);
    expect(await requeueLostVideos()).toBe(0);
    await expireLease(id);
    await requeueLostVideos();
    await requeueLostVideos();
    expect((await eventsOf(id)).map((event) => [event.name, event.data])).toEqual([["video/process-requested", { videoId: id }]]);
  });

  it("leaves a video alone that waits while another one is processed", async () => {
    await quiet();
    const [waiting, busy] = [await uploadForTest(owner, bytes), await uploadForTest(owner, bytes)];
    await begun(waiting);
    await begun(busy);
    await expireLease(waiting);
    expect(await requeueLostVideos()).toBe(0);
    expect(await eventsOf(waiting)).toEqual([]);
  });

  it("gives up a video that ended its worker five times", async () => {
    await quiet();
    const id = await uploadForTest(owner, bytes);
    for (let i = 0; i < 5; i += 1) {
      await begun(id);
      await expireLease(id);
    }
    await requeueLostVideos();
    const row = await videoRow(id);
    expect([row.processingStatus, row.processingErrorCode]).toEqual(["failed", "internal"]);
  });
});

describe("sweepLeftovers", () => {
  it("removes dead work, abandoned uploads and files without a row, and nothing that is needed", async () => {
    const id = await uploadForTest(owner, bytes);
    await begun(id);
    const { DATA_DIR } = env();
    for (const name of [`video-${id}-g1`, `video-${id}-g9-x`, "video-999999-g1", "other"]) await mkdir(path.join(DATA_DIR, "work", name), { recursive: true });
    const yesterday = new Date(Date.now() - 25 * 3600_000);
    await mkdir(path.join(DATA_DIR, "uploads"), { recursive: true });
    for (const name of ["old", "old.json", "new", "new.json"]) await writeFile(path.join(DATA_DIR, "uploads", name), "{}");
    await utimes(path.join(DATA_DIR, "uploads", "old.json"), yesterday, yesterday);
    for (const name of ["orphan-old", "orphan-new"]) await writeFile(path.join(DATA_DIR, "storage", "sources", name), "x");
    await utimes(path.join(DATA_DIR, "storage", "sources", "orphan-old"), yesterday, yesterday);
    const kept = (await videoRow(id)).sourceKey;
    await utimes(path.join(DATA_DIR, "storage", kept), yesterday, yesterday);

    expect(await sweepLeftovers()).toMatchObject({ workFolders: 2, uploads: 1, sources: 1 });
    expect((await readdir(path.join(DATA_DIR, "work"))).sort()).toEqual(["other", `video-${id}-g1`].sort());
    expect((await readdir(path.join(DATA_DIR, "uploads"))).sort()).toEqual(["new", "new.json"]);
    expect(await storage().stat(kept)).not.toBeNull();
    expect(await storage().stat("sources/orphan-new")).not.toBeNull();
    expect(await storage().stat("sources/orphan-old")).toBeNull();
  });
});

describe("the library", () => {
  it("lists what is ready and what the person may see, newest first, with a value in every field", async () => {
    const shown = await readyVideo();
    const own = await readyVideo({ visibility: "private", category: "Sea" });
    const pending = await uploadForTest(owner, bytes);
    const deleted = await readyVideo({ deletedAt: new Date() });
    const ids = async (actor: Actor) => (await listVideos(actor)).map((item) => item.id).filter((id) => [shown, own, pending, deleted].includes(id));
    expect(await ids(owner)).toEqual([own, shown]);
    expect(await ids(stranger)).toEqual([shown]);
    expect(await codeOf(listVideos(anonymous))).toBe("unauthenticated");

    const item = (await listVideos(owner)).find(({ id }) => id === shown)!;
    expect(item).toEqual({
      id: shown, created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/), title: "A clip", description: "",
      thumbnail_url: `${env().APP_URL}/api/video/${shown}/poster.jpg?g=1`, category: "Other", duration: 12.346,
    });
    expect((await listVideoCards(owner)).find(({ id }) => id === own)?.category).toBe("Sea");
  });

  it("shows details, state and playback by the policy", async () => {
    const id = await readyVideo({ visibility: "private" });
    const detail = await getVideo(owner, id);
    expect([detail.owner.name, detail.playable, detail.renditions, detail.canRetry, detail.storyboardUrl]).toEqual(["Olga", true, ["480p"], false, `/api/video/${id}/storyboard.vtt?g=1`]);
    expect(await codeOf(getVideo(stranger, id))).toBe("not_found");
    expect(await codeOf(getVideoStatus(stranger, id))).toBe("not_found");
    expect(await codeOf(getPlayback(stranger, id))).toBe("not_found");
    expect(await codeOf(getPlayback(moderator, id))).toBe("ok");
    expect(await codeOf(getPlayback(anonymous, id))).toBe("unauthenticated");
    expect(await codeOf(getPlayback(owner, 999_999))).toBe("not_found");
    expect((await listManagedVideos(moderator)).items.some((each) => each.id === id)).toBe(true);
    expect(await listManagedVideos(stranger)).toEqual({ items: [], next: null });
    const { ownerId } = await videoRow(id);
    expect((await listVideosOfPerson(moderator, ownerId!, 100)).items.some((each) => each.id === id)).toBe(true);
    expect(await listVideosOfPerson(moderator, stranger.userId, 100)).toEqual({ items: [], total: 0 });
    await expect(listVideosOfPerson(stranger, stranger.userId, 100)).rejects.toMatchObject({ code: "forbidden" });
  });
});
