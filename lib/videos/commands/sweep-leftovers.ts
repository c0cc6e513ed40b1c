import { and, eq, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { video, videoCaption, videoOutput } from "@/db/schema/videos";
import { settings } from "@/lib/core/settings";
import { removeExpiredUploads } from "@/lib/platform/storage/incoming";
import { removeOldCopies } from "@/lib/platform/storage/local-copies";
import { storage } from "@/lib/platform/storage/storage";
import { isTextFolder } from "@/lib/platform/storage/text-file";
import { listWorkFolders, removeWorkFolder } from "@/lib/platform/storage/work-folder";
import { purgeVideo } from "@/lib/videos/commands/settle-departure";
import { parseWorkName } from "@/lib/videos/pipeline/names";

export type Swept = { outputs: number; workFolders: number; uploads: number; sources: number; captions: number; deleted: number; parts: number; copies: number };

/** Removes what nothing refers to any more: replaced outputs, folders of dead attempts, abandoned uploads. Safe to run at any time. */
export async function sweepLeftovers(): Promise<Swept> {
  return {
    outputs: (await removeRetiredOutputs()) + (await removeUnshownOutputs()),
    workFolders: await removeDeadWork(),
    uploads: await removeExpiredUploads(settings.uploadExpirySeconds),
    deleted: await purgeDeletedVideos(),
    sources: await removeOrphanSources(),
    parts: await storage().removeUnfinished(settings.uploadExpirySeconds),
    copies: await removeOldCopies(settings.uploadExpirySeconds),
    captions: await removeOrphanCaptions(),
  };
}

/** Deleted long enough ago: nobody brings them back any more. */
async function purgeDeletedVideos(): Promise<number> {
  const isOver = lt(video.deletedAt, sql`now() - make_interval(secs => ${settings.deletedVideoKeptSeconds})`);
  const doomed = await db().select({ id: video.id }).from(video).where(isOver);
  for (const { id } of doomed) await purgeVideo(id, { deletedLongAgo: true }, isOver);
  return doomed.length;
}

async function removeRetiredOutputs(): Promise<number> {
  const retired = await db()
    .select({ videoId: videoOutput.videoId, generation: videoOutput.generation, prefix: videoOutput.storagePrefix })
    .from(videoOutput)
    .where(and(isNotNull(videoOutput.retiredAt), lt(videoOutput.retiredAt, sql`now() - make_interval(secs => ${settings.videoRetiredSeconds})`)));
  for (const { videoId, generation, prefix } of retired) {
    await storage().remove(prefix);
    await db().delete(videoOutput).where(and(eq(videoOutput.videoId, videoId), eq(videoOutput.generation, generation)));
  }
  return retired.length;
}

/** Texts on their way into storage are there for moments. */
const textKeptMs = 3_600_000;

/** A work folder is needed while its video is processed under its generation. */
async function removeDeadWork(): Promise<number> {
  const all = await listWorkFolders();
  for (const { name, modifiedAt } of all) if (isTextFolder(name) && Date.now() - modifiedAt.getTime() > textKeptMs) await removeWorkFolder(name);
  const folders = all.flatMap(({ name }) => {
    const parsed = parseWorkName(name);
    return parsed ? [{ name, ...parsed }] : [];
  });
  if (folders.length === 0) return 0;
  const ids = [...new Set(folders.map((folder) => folder.videoId))];
  const rows = await db().select({ id: video.id, generation: video.generation, status: video.processingStatus }).from(video).where(inArray(video.id, ids));
  const live = new Set(rows.filter((row) => row.status === "processing").map((row) => `${row.id}:${row.generation}`));
  const dead = folders.filter((folder) => !live.has(`${folder.videoId}:${folder.generation}`));
  for (const folder of dead) await removeWorkFolder(folder.name);
  return dead.length;
}

/** A process that ended between storing a file and committing its row leaves a file without a row. */
async function removeOrphanSources(): Promise<number> {
  return removeOrphans("sources", async () => {
    const rows = await db().select({ key: video.sourceKey, previous: video.previousSource }).from(video);
    return rows.flatMap(({ key, previous }) => (previous ? [key, previous.key] : [key]));
  });
}

async function removeOrphanCaptions(): Promise<number> {
  return removeOrphans("captions", async () => (await db().select({ key: videoCaption.storageKey }).from(videoCaption)).map(({ key }) => key));
}

/** What is young may be on its way to its row. */
async function removeOrphans(folder: string, findKnown: () => Promise<string[]>): Promise<number> {
  const names = await storage().list(folder);
  if (names.length === 0) return 0;
  const known = new Set(await findKnown());
  let removed = 0;
  for (const name of names) {
    const key = `${folder}/${name}`;
    if (known.has(key)) continue;
    const found = await storage().stat(key);
    if (!found || Date.now() - found.modifiedAt.getTime() < settings.uploadExpirySeconds * 1000) continue;
    await storage().remove(key);
    removed += 1;
  }
  return removed;
}

/** Two rounds of this sweep may fail and the third one still looks. */
const workedOnSeconds = 3 * 3600;

/** Outputs that were put into storage and never shown, since their run lost the video right then. Only where work was done of late. */
async function removeUnshownOutputs(): Promise<number> {
  const rows = await db()
    .select({ id: video.id, generation: video.generation, status: video.processingStatus })
    .from(video)
    .where(sql`${video.updatedAt} > now() - make_interval(secs => ${workedOnSeconds})`);
  let removed = 0;
  for (const { id, generation, status } of rows) {
    const names = await storage().list(`videos/${id}`);
    const shown = (await db().select({ generation: videoOutput.generation }).from(videoOutput).where(eq(videoOutput.videoId, id))).map((output) => `g${output.generation}`);
    const dead = names.filter((name) => {
      const found = Number(/^g(\d+)$/.exec(name)?.[1] ?? Infinity);
      return !shown.includes(name) && (found < generation || (found === generation && status !== "processing"));
    });
    for (const name of dead) await storage().remove(`videos/${id}/${name}`);
    removed += dead.length;
  }
  return removed;
}
