import { chmod, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test, vi } from "vitest";
import { db, sql } from "@/db/client";
import { createActor } from "@/db/factories";
import { videoOutput } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { cancelRun, retryRun } from "@/lib/jobs/commands";
import { env } from "@/lib/platform/env";
import { requeueLostVideos } from "@/lib/videos/commands/requeue-lost-videos";
import { stopProcessing } from "@/lib/videos/commands/stop-processing";
import { retryVideo } from "@/lib/videos/commands/retry-video";
import { testFile, uploadForTest, videoRow } from "@/lib/videos/testing";
import { killWorker, startWorker } from "@/server/testing-worker";

// Real processes start and convert slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 240_000 });

let owner: UserActor;

beforeAll(async () => {
  owner = await createActor({ role: "moderator" });
});

const isReady = (videoId: number) => vi.waitUntil(async () => (await videoRow(videoId)).processingStatus === "ready", { timeout: 90_000, interval: 100 });

async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("an upload becomes ready through the job, a text file fails with its reason, and neither waits for the other", async () => {
  const text = await uploadForTest(owner, Buffer.from("a text named .mp4\n".repeat(20)));
  const clip = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
  await startWorker();
  await isReady(clip);
  await vi.waitUntil(async () => (await videoRow(text)).processingStatus === "failed", { timeout: 60_000 });
  expect((await videoRow(text)).processingErrorCode).toBe("unreadable");
  await vi.waitUntil(async () => (await sql()`select from engine.run where function_id like '%process-video' and status = 'completed'`).length === 2, { timeout: 60_000 });
});

test("a worker that is killed while FFmpeg runs leaves no process, no half output and no stuck video: the next worker makes it ready once", async () => {
  const hanging = await testFile("hanging-ffmpeg");
  await writeFile(hanging, "#!/bin/sh\necho frame=5\nexec sleep 600\n");
  await chmod(hanging, 0o755);
  const id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
  const first = await startWorker({ FFMPEG_PATH: hanging });
  await vi.waitUntil(async () => (await videoRow(id)).progress > 0, { timeout: 90_000, interval: 50 });
  const [program] = (await readdir(path.join(env().DATA_DIR, "run", "media"))).map(Number);
  expect(await isAlive(program!)).toBe(true);
  expect((await readdir(path.join(env().DATA_DIR, "work"))).filter((name) => name.startsWith(`video-${id}-g1-`))).toHaveLength(1);

  await killWorker(first);
  expect((await videoRow(id)).processingStatus).toBe("processing");
  await startWorker();
  await isReady(id);
  expect(await isAlive(program!)).toBe(false);
  expect(await readdir(path.join(env().DATA_DIR, "work"))).toEqual([]);
  expect(await readdir(path.join(env().DATA_DIR, "run", "media"))).toEqual([]);
  expect((await db().select().from(videoOutput).where(eq(videoOutput.videoId, id))).map((output) => output.generation)).toEqual([1]);
});

test("a video whose run is cancelled while FFmpeg works is failed with the reason, is not taken up again by itself, and can be tried again", async () => {
  const hanging = await testFile("hanging-ffmpeg");
  await writeFile(hanging, "#!/bin/sh\necho frame=5\nexec sleep 600\n");
  await chmod(hanging, 0o755);
  const id = await uploadForTest(owner, { width: 160, height: 120, seconds: 1 });
  const worker = await startWorker({ FFMPEG_PATH: hanging });
  await vi.waitUntil(async () => (await videoRow(id)).progress > 0, { timeout: 90_000, interval: 50 });
  const [run] = await sql()<{ id: string }[]>`select id from engine.run where function_id = 'atrium-process-video' and event->'data'->>'videoId' = ${String(id)}`;
  await cancelRun(await createActor({ role: "admin" }), run!.id);
  await vi.waitUntil(async () => (await videoRow(id)).processingStatus === "failed", { timeout: 90_000, interval: 50 });
  expect(await videoRow(id)).toMatchObject({ processingErrorCode: "cancelled", leaseExpiresAt: null });
  expect(await requeueLostVideos()).toBe(0);
  await killWorker(worker);
  const cancelledAt = (await videoRow(id)).updatedAt;
  await retryVideo(owner, id);
  // What the killed worker may not have noted is done once more by the next one.
  await stopProcessing(id, run!.id, cancelledAt);
  expect((await videoRow(id)).processingStatus).toBe("pending");
  await startWorker();
  await isReady(id);
});

test("a cancelled run that is retried makes the video after all; one whose video somebody retried meanwhile leaves it alone", async () => {
  const admin = await createActor({ role: "admin" });
  const [cancelled, mended] = [await uploadForTest(owner, { width: 160, height: 120, seconds: 1 }), await uploadForTest(owner, { width: 160, height: 120, seconds: 1 })];
  const hanging = await testFile("hanging-ffmpeg");
  await writeFile(hanging, "#!/bin/sh\necho frame=5\nexec sleep 600\n");
  await chmod(hanging, 0o755);
  const worker = await startWorker({ FFMPEG_PATH: hanging });
  const runOf = async (id: number) => (await sql()<{ id: string; status: string }[]>`select id, status from engine.run where function_id = 'atrium-process-video' and event->'data'->>'videoId' = ${String(id)} order by queued_at limit 1`)[0];
  for (const id of [cancelled, mended]) {
    await vi.waitUntil(async () => (await runOf(id)) !== undefined, { timeout: 90_000, interval: 50 });
    await cancelRun(admin, (await runOf(id))!.id);
    await vi.waitUntil(async () => (await videoRow(id)).processingErrorCode === "cancelled", { timeout: 90_000, interval: 50 });
  }
  await killWorker(worker);
  await retryVideo(owner, mended);
  for (const id of [cancelled, mended]) await retryRun(admin, (await runOf(id))!.id);
  await startWorker();
  await isReady(cancelled);
  await isReady(mended);
  await vi.waitUntil(async () => (await runOf(cancelled))!.status === "completed" && (await runOf(mended))!.status === "completed", { timeout: 90_000 });
  for (const id of [cancelled, mended]) expect((await sql()`select from engine.run where function_id = 'atrium-process-video' and event->'data'->>'videoId' = ${String(id)}`).length).toBe(2);
});
