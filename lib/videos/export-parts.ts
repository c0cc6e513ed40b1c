import { and, eq, isNull } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { video, videoCaption, videoChapter, videoLink, videoPosition } from "@/db/schema/videos";
import type { ExportPart } from "@/lib/core/export-part";

async function* videosOf(personId: number) {
  const { id, title, description, category, visibility, roomId, sourceName, sourceSizeBytes, sourceSha256, processingStatus, durationSeconds, createdAt } = video;
  yield* await db()
    .select({ id, title, description, category, visibility, roomId, sourceName, sourceSizeBytes, sourceSha256, processingStatus, durationSeconds, createdAt })
    .from(video)
    .where(and(eq(video.ownerId, personId), isNull(video.deletedAt)))
    .orderBy(video.id);
}

async function* captionsOf(personId: number) {
  const { id, videoId, language, label, isDefault, createdAt } = videoCaption;
  yield* await db().select({ id, videoId, language, label, isDefault, createdAt }).from(videoCaption).innerJoin(video, ownedBy(personId, videoId)).orderBy(id);
}

async function* chaptersOf(personId: number) {
  const { videoId, startMs, title } = videoChapter;
  yield* await db().select({ videoId, startMs, title }).from(videoChapter).innerJoin(video, ownedBy(personId, videoId)).orderBy(videoId, startMs);
}

async function* positionsOf(personId: number) {
  const { videoId, seconds, updatedAt } = videoPosition;
  yield* await db().select({ videoId, title: video.title, seconds, updatedAt }).from(videoPosition).innerJoin(video, eq(video.id, videoId)).where(eq(videoPosition.userId, personId)).orderBy(videoId);
}

/** Those that the person made, of whose video whatsoever. Without their addresses: these open the video to whoever has them. */
async function* linksOf(personId: number) {
  const { id, videoId, note, createdAt, expiresAt, revokedAt, lastUsedAt } = videoLink;
  yield* await db().select({ id, videoId, note, createdAt, expiresAt, revokedAt, lastUsedAt }).from(videoLink).where(eq(videoLink.createdBy, personId)).orderBy(id);
}

const ownedBy = (personId: number, videoId: PgColumn) => and(eq(video.id, videoId), eq(video.ownerId, personId), isNull(video.deletedAt));

export const videoParts: ExportPart[] = [
  { name: "videos", rows: videosOf },
  { name: "video-captions", rows: captionsOf },
  { name: "video-chapters", rows: chaptersOf },
  { name: "video-positions", rows: positionsOf },
  { name: "video-links", rows: linksOf },
];

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
