import { and, count, eq, isNull, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { readIncomingBytes } from "@/lib/platform/storage/incoming";

/** Seen by others than their owner: by everybody who is signed in, or by a room that there still is. */
export const isShared: SQL<boolean> = sql<boolean>`(${video.visibility} in ('authenticated', 'public') or (${video.visibility} = 'room' and exists (select from ${room} where ${room.id} = ${video.roomId} and ${room.deletedAt} is null)))`;

/**
 * What somebody's videos take of their quota: as they were uploaded, with those under way, and with deleted ones, whose
 * bytes are there until they cannot be brought back any more. Authorization is the caller's.
 */
export async function readUploadUse(personId: number): Promise<number> {
  const [row] = await db().select({ bytes: sql<number>`coalesce(sum(${video.sourceSizeBytes}), 0)::float8` }).from(video).where(eq(video.ownerId, personId));
  return (row?.bytes ?? 0) + (await readIncomingBytes(personId));
}

/** How many videos somebody has, and how many of them others may watch. Authorization is the caller's. */
export async function countVideosOf(personId: number): Promise<{ total: number; shared: number }> {
  const [row] = await db().select({ total: count(), shared: sql<number>`count(*) filter (where ${isShared})::int` }).from(video).where(and(eq(video.ownerId, personId), isNull(video.deletedAt)));
  return row ?? { total: 0, shared: 0 };
}
