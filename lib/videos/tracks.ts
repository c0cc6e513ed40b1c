import { and, asc, eq, lt, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { video, videoCaption, videoChapter } from "@/db/schema/videos";
import type { CaptionItem, ChapterItem } from "@/lib/videos/contract";
import { videoPath } from "@/lib/videos/playlist";

type CaptionRow = Pick<typeof videoCaption.$inferSelect, "id" | "videoId" | "language" | "label" | "isDefault" | "storageKey">;

/** Changes with the file, so that no browser shows an old one. */
function versionOf(key: string): string {
  return key.slice("captions/".length, "captions/".length + 8);
}

/** Captions as players load them. */
export function toCaption({ id, videoId, language, label, isDefault, storageKey }: CaptionRow): CaptionItem {
  return { id, language, label, default: isDefault, url: `${videoPath(videoId)}/captions/${id}/cues.vtt?g=${versionOf(storageKey)}` };
}

/** The captions of a video in the order of their names. Authorization is the caller's. */
export async function findCaptions(videoId: number, on: Executor = db()): Promise<CaptionItem[]> {
  const rows = await on.select().from(videoCaption).where(eq(videoCaption.videoId, videoId)).orderBy(asc(sql`lower(${videoCaption.label})`), asc(videoCaption.id));
  return rows.map(toCaption);
}

/** The chapters of a video as far as it goes, in their order. Authorization is the caller's. */
export async function findChapters(videoId: number, on: Executor = db()): Promise<ChapterItem[]> {
  const rows = await on
    .select({ startMs: videoChapter.startMs, title: videoChapter.title })
    .from(videoChapter)
    .innerJoin(video, eq(video.id, videoChapter.videoId))
    .where(and(eq(videoChapter.videoId, videoId), lt(videoChapter.startMs, sql`coalesce(${video.durationSeconds} * 1000, ${videoChapter.startMs} + 1)`)))
    .orderBy(asc(videoChapter.startMs));
  return rows.map(({ startMs, title }) => ({ start: startMs / 1000, title }));
}

/** Both, for a page. Authorization is the caller's. */
export async function findTracks(videoId: number): Promise<{ captions: CaptionItem[]; chapters: ChapterItem[] }> {
  const [captions, chapters] = await Promise.all([findCaptions(videoId), findChapters(videoId)]);
  return { captions, chapters };
}

/** Where the file of captions lies; null where the video has no such captions. Authorization is the caller's. */
export async function findCaptionFile(videoId: number, captionId: number): Promise<{ key: string; version: string } | null> {
  const [row] = await db().select({ key: videoCaption.storageKey }).from(videoCaption).where(and(eq(videoCaption.videoId, videoId), eq(videoCaption.id, captionId)));
  return row ? { key: row.key, version: versionOf(row.key) } : null;
}

/** The keys of all captions of a video, for those who take the video away. */
export async function findCaptionKeys(videoId: number): Promise<string[]> {
  return (await db().select({ key: videoCaption.storageKey }).from(videoCaption).where(eq(videoCaption.videoId, videoId))).map(({ key }) => key);
}
