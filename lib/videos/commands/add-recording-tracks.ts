import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { video, videoCaption, videoChapter } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { storage } from "@/lib/platform/storage/storage";
import { withTextFile } from "@/lib/platform/storage/text-file";
import { chapterTitleMaxLength, type RecordingTracks } from "@/lib/videos/contract";

/** Of what several people say in a call nobody knows the language; their owner can say it. */
const unknownLanguage = "und";
const label = "Captions";

/**
 * Gives the video of a recording its chapters and captions, where it has none: what its owner has made of them meanwhile
 * stays. Doing it twice is doing it once.
 */
export async function addRecordingTracks(videoId: number, { chapters, captions }: RecordingTracks): Promise<void> {
  const key = captions === null || (await db().$count(videoCaption, eq(videoCaption.videoId, videoId))) > 0 ? null : `captions/${randomUUID()}.vtt`;
  if (key !== null) await withTextFile(captions!, (file) => storage().putFile(file, key));
  const isTaken = await transaction(async (tx) => {
    const [row] = await tx.select({ id: video.id }).from(video).where(eq(video.id, videoId)).for("update");
    if (!row) return false;
    if (chapters.length > 0 && (await tx.$count(videoChapter, eq(videoChapter.videoId, videoId))) === 0) {
      await tx.insert(videoChapter).values(chapters.map(({ start, title }) => ({ videoId, startMs: Math.round(start * 1000), title: title.slice(0, chapterTitleMaxLength) })));
      await recordAudit(tx, systemActor, { action: "video.chapters_changed", target: { type: "video", id: videoId }, details: { from: [], count: chapters.length } });
    }
    if (key === null || (await tx.$count(videoCaption, eq(videoCaption.videoId, videoId))) > 0) return false;
    const [added] = await tx.insert(videoCaption).values({ videoId, language: unknownLanguage, label, storageKey: key }).returning({ id: videoCaption.id });
    await recordAudit(tx, systemActor, { action: "video.caption_added", target: { type: "video", id: videoId }, details: { captionId: added!.id, language: unknownLanguage, label } });
    return true;
  });
  if (key !== null && !isTaken) await storage().remove(key);
}
