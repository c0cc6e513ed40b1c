import { randomUUID } from "node:crypto";
import { readdir, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { DELETE as keepRoute } from "@/app/api/video/[id]/replacement/route";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { jobEvent } from "@/db/schema/engine";
import { videoOutput } from "@/db/schema/videos";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { codeOf } from "@/lib/core/testing";
import { call } from "@/lib/http/testing";
import { env } from "@/lib/platform/env";
import { writeSampleClip, type SampleClip } from "@/lib/platform/media/sample-clip";
import { beginProcessing } from "@/lib/videos/commands/begin-processing";
import { changeVideo, deleteVideo } from "@/lib/videos/commands/change-video";
import { replaceSource, requireReplaceable } from "@/lib/videos/commands/replace-source";
import { renewLease } from "@/lib/videos/commands/report-progress";
import { retryVideo } from "@/lib/videos/commands/retry-video";
import { sweepLeftovers } from "@/lib/videos/commands/sweep-leftovers";
import { getPlayback, getVideo, getVideoStatus, listVideos } from "@/lib/videos/queries";
import { processForTest, testFile, uploadForTest, videoRow } from "@/lib/videos/testing";
import { cookieOf } from "@/server/gateway/testing";

let owner: UserActor;
let viewer: UserActor;
let id: number;

beforeEach(async () => {
  owner ??= await createActor({ role: "moderator" });
  viewer ??= await createActor();
  id = await uploadForTest(owner, { width: 160, height: 120, seconds: 0.4, sound: false });
  expect(await processForTest(id)).toBe(true);
});

async function replace(source: SampleClip | Buffer, actor: Actor = owner, uploadId: string = randomUUID()): Promise<string> {
  const localFile = await testFile("other.mp4");
  if (Buffer.isBuffer(source)) await writeFile(localFile, source);
  else await writeSampleClip(localFile, source);
  const file = { uploadId, localFile, sizeBytes: (await stat(localFile)).size };
  expect(await replaceSource(actor, { replaces: id, filename: "other.mp4" }, file)).toBe(id);
  return uploadId;
}
const shows = async (actor: Actor) => ({ generations: (await getPlayback(actor, id)).map(({ generation }) => generation), listed: (await listVideos(actor)).some((each) => each.id === id) });
const asked = () => db().$count(jobEvent, and(eq(jobEvent.name, "video/process-requested"), sql`${jobEvent.data}->>'videoId' = ${String(id)}`));
const actions = async () => (await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, String(id)))).map(({ action }) => action);
const isStored = (key: string) => stat(path.join(env().DATA_DIR, "storage", key)).then(() => true, () => false);
const keep = async (actor: UserActor) => call(keepRoute, `/api/video/${id}/replacement/`, { method: "DELETE", params: { id: String(id) }, headers: { cookie: await cookieOf(actor) } });

test("a video plays as it was until the other source is made, and then as that one; the output before stays for a day", async () => {
  const first = await videoRow(id);
  const uploadId = await replace({ width: 320, height: 240, seconds: 1, sound: false });
  expect(await videoRow(id)).toMatchObject({ processingStatus: "pending", sourceName: "other.mp4", uploadId, publishedGeneration: 1, progress: 0, previousSource: { key: first.sourceKey, sha256: first.sourceSha256 } });
  // The answer to the last bytes may be lost and asked for again.
  await replace({ width: 320, height: 240, seconds: 1, sound: false }, owner, uploadId);
  expect([await asked(), await shows(viewer), (await getVideo(viewer, id)).isReplacing]).toEqual([1, { generations: [1], listed: true }, true]);
  expect(await processForTest(id)).toBe(true);
  expect(await videoRow(id)).toMatchObject({ processingStatus: "ready", publishedGeneration: 2, previousSource: null, durationSeconds: expect.closeTo(1, 1), title: first.title });
  expect([await shows(viewer), (await getVideo(viewer, id)).width]).toEqual([{ generations: [2, 1], listed: true }, 320]);
  await sweepLeftovers();
  expect((await shows(viewer)).generations).toEqual([2, 1]);
  await db().update(videoOutput).set({ retiredAt: sql`now() - interval '25 hours'` }).where(and(eq(videoOutput.videoId, id), eq(videoOutput.generation, 1)));
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(path.join(env().DATA_DIR, "storage", first.sourceKey), yesterday, yesterday);
  await sweepLeftovers();
  expect([(await shows(viewer)).generations, await isStored(first.sourceKey), await isStored((await videoRow(id)).sourceKey)]).toEqual([[2], false, true]);
});

test("a source that cannot be made leaves what is shown for everybody, and says so to those who manage it; either source can be gone on with", async () => {
  const first = await videoRow(id);
  await replace(Buffer.from("a letter, no film\n".repeat(20)));
  expect(await processForTest(id)).toBe(false);
  expect(await getVideoStatus(owner, id)).toMatchObject({ processing_status: "failed", processing_error: expect.stringMatching(/cannot|can be read/), playable: true });
  expect([await shows(viewer), (await getVideo(owner, id)).canRetry]).toEqual([{ generations: [1], listed: true }, true]);
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(path.join(env().DATA_DIR, "storage", first.sourceKey), yesterday, yesterday);
  await sweepLeftovers();
  expect(await isStored(first.sourceKey)).toBe(true);
  await retryVideo(owner, id);
  expect([await processForTest(id), await shows(viewer)]).toEqual([false, { generations: [1], listed: true }]);

  expect([(await keep(viewer)).status, (await videoRow(id)).processingStatus]).toEqual([404, "failed"]);
  const kept = await keep(owner);
  expect([kept.status, await kept.json()]).toEqual([200, { id, processing_status: "ready", processing_error: "", progress: 100, playable: true }]);
  const { sourceKey, sourceName, uploadId, sourceSha256, sourceSizeBytes, previousSource } = await videoRow(id);
  expect({ sourceKey, sourceName, uploadId, sourceSha256, sourceSizeBytes, previousSource }).toEqual({ sourceKey: first.sourceKey, sourceName: first.sourceName, uploadId: first.uploadId, sourceSha256: first.sourceSha256, sourceSizeBytes: first.sourceSizeBytes, previousSource: null });
  expect([(await keep(owner)).status, (await actions()).filter((action) => action.includes("source"))]).toEqual([409, ["video.source_replaced", "video.source_kept"]]);
});

test("a run that is under way loses the video to another source, and what it had put into storage is swept", async () => {
  await replace({ width: 160, height: 120, seconds: 0.4, sound: false });
  const attempt = (await beginProcessing(id, "run"))!;
  await writeFile(path.join(env().DATA_DIR, "storage", "videos", String(id), "g2"), "");
  const first = (await videoRow(id)).previousSource;
  await replace({ width: 160, height: 120, seconds: 0.6, sound: false });
  expect([await renewLease(attempt), (await videoRow(id)).previousSource]).toEqual([false, first]);
  expect(await processForTest(id)).toBe(true);
  expect((await shows(viewer)).generations).toEqual([3, 1]);
  await sweepLeftovers();
  expect((await readdir(path.join(env().DATA_DIR, "storage", "videos", String(id)))).sort()).toEqual(["g1", "g3"]);
});

test("another source is given by those who may upload and manage the video, while it is there; nothing is written for others", async () => {
  await changeVideo(owner, id, { visibility: "private" });
  const before = [await videoRow(id), await asked(), (await actions()).length];
  const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
  expect([await codeOf(() => requireReplaceable(viewer, id)), await codeOf(() => replace({ seconds: 0.2 }, viewer)), await codeOf(() => replace({ seconds: 0.2 }, anonymous)), await codeOf(() => requireReplaceable(owner, 999_999))]).toEqual(["not_found", "not_found", "unauthenticated", "not_found"]);
  expect([await videoRow(id), await asked(), (await actions()).length]).toEqual(before);
  await deleteVideo(owner, id);
  expect(await codeOf(() => requireReplaceable(owner, id))).toBe("not_found");
});
