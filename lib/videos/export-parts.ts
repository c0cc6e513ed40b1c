import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import type { ExportPart } from "@/lib/core/export-part";

async function* videosOf(personId: number) {
  const { id, title, description, category, visibility, roomId, sourceName, sourceSizeBytes, sourceSha256, processingStatus, durationSeconds, createdAt } = video;
  yield* await db()
    .select({ id, title, description, category, visibility, roomId, sourceName, sourceSizeBytes, sourceSha256, processingStatus, durationSeconds, createdAt })
    .from(video)
    .where(and(eq(video.ownerId, personId), isNull(video.deletedAt)))
    .orderBy(video.id);
}

export const videoParts: ExportPart[] = [{ name: "videos", rows: videosOf }];

/** Originals of somebody's videos up to so many bytes together, the newest first. */
export async function listOriginals(personId: number, maxBytes: number): Promise<{ key: string; name: string; bytes: number }[]> {
  const rows = await db().select({ id: video.id, key: video.sourceKey, name: video.sourceName, bytes: video.sourceSizeBytes }).from(video).where(and(eq(video.ownerId, personId), isNull(video.deletedAt))).orderBy(video.id);
  let left = maxBytes;
  return rows.reverse().flatMap(({ id, key, name, bytes }) => {
    if (bytes > left) return [];
    left -= bytes;
    // A name that somebody typed must not lead out of the folder where the archive is unpacked.
    return [{ key, name: `videos/${id}-${name.replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(-100)}`, bytes }];
  });
}
