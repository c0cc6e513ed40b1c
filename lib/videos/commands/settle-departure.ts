import { and, count, eq, isNull, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { storage } from "@/lib/platform/storage/storage";
import { announceAfterCommit } from "@/lib/videos/announce";

/** Seen by others than their owner: by everybody who is signed in, or by a room that there still is. */
const isShared: SQL<boolean> = sql<boolean>`(${video.visibility} in ('authenticated', 'public') or (${video.visibility} = 'room' and exists (select from ${room} where ${room.id} = ${video.roomId} and ${room.deletedAt} is null)))`;

/** How many videos somebody has, and how many of them others may watch. */
export async function countVideosOf(personId: number): Promise<{ total: number; shared: number }> {
  const [row] = await db().select({ total: count(), shared: sql<number>`count(*) filter (where ${isShared})::int` }).from(video).where(and(eq(video.ownerId, personId), isNull(video.deletedAt)));
  return row ?? { total: 0, shared: 0 };
}

/**
 * Deletes the videos of somebody whose account is deleted, with all their files; those that others may watch stay without
 * an owner where that was chosen. Playback ends at once: the row is marked first, then the files go, then the row. Doing
 * it twice is doing it once. Answers how many were deleted.
 */
export async function purgeVideosOf(personId: number, keepShared: boolean): Promise<number> {
  const doomed = await db().select({ id: video.id }).from(video).where(and(eq(video.ownerId, personId), keepShared ? sql`not ${isShared}` : undefined));
  for (const { id } of doomed) await purgeVideo(id);
  return doomed.length;
}

async function purgeVideo(videoId: number): Promise<void> {
  const row = await transaction(async (tx) => {
    const [marked] = await tx.update(video).set({ deletedAt: sql`coalesce(${video.deletedAt}, now())`, leaseToken: null, updatedAt: sql`now()` }).where(eq(video.id, videoId)).returning();
    if (marked) announceAfterCommit(tx, { ...marked, ownerId: null });
    return marked;
  });
  if (!row) return;
  await storage().remove(`videos/${videoId}`);
  await storage().remove(row.sourceKey);
  await transaction(async (tx) => {
    await tx.delete(video).where(eq(video.id, videoId));
    await recordAudit(tx, systemActor, { action: "video.purged", target: { type: "video", id: videoId }, details: { ownerDeleted: true } });
  });
}
