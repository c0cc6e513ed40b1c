import { and, eq, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { storage } from "@/lib/platform/storage/storage";
import { announceAfterCommit } from "@/lib/videos/announce";
import { isShared } from "@/lib/videos/own-videos";
import { findCaptionKeys } from "@/lib/videos/tracks";

/**
 * Deletes the videos of somebody whose account is deleted, with all their files; those that others may watch stay without
 * an owner where that was chosen. Playback ends at once: the row is marked first, then the files go, then the row. Doing
 * it twice is doing it once. Answers how many were deleted.
 */
export async function purgeVideosOf(personId: number, keepShared: boolean): Promise<number> {
  const doomed = await db().select({ id: video.id }).from(video).where(and(eq(video.ownerId, personId), keepShared ? sql`not ${isShared}` : undefined));
  for (const { id } of doomed) await purgeVideo(id, { ownerDeleted: true }, eq(video.ownerId, personId));
  return doomed.length;
}

/**
 * Ends with the row what began with its mark: playback first, then the files; only where `holds` is still true under the
 * lock. The mark is older than anything that can be brought back, so nobody brings back what is half gone, and the next
 * sweep ends what a killed process has begun. Doing it twice is doing it once.
 */
export async function purgeVideo(videoId: number, why: Record<string, unknown>, holds: SQL): Promise<void> {
  const row = await transaction(async (tx) => {
    const [marked] = await tx.update(video).set({ deletedAt: new Date(0), leaseToken: null, updatedAt: sql`now()` }).where(and(eq(video.id, videoId), holds)).returning();
    if (marked) announceAfterCommit(tx, { ...marked, ownerId: null });
    return marked;
  });
  if (!row) return;
  await storage().remove(`videos/${videoId}`);
  const files = [row.sourceKey, row.previousSource?.key, ...(await findCaptionKeys(videoId))];
  for (const key of files) if (key !== undefined) await storage().remove(key);
  await transaction(async (tx) => {
    await tx.delete(video).where(eq(video.id, videoId));
    await recordAudit(tx, systemActor, { action: "video.purged", target: { type: "video", id: videoId }, details: why });
  });
}
