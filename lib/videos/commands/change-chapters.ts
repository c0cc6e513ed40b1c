import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { videoChapter } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { invalidFields } from "@/lib/core/errors";
import { lockVideo } from "@/lib/videos/commands/lock-video";
import type { ChapterItem, ChaptersInput } from "@/lib/videos/contract";
import { canManageVideo } from "@/lib/videos/policy";
import { findChapters } from "@/lib/videos/tracks";

/**
 * Gives a video these chapters in place of all that it had, sorted by their start. Before the length of the video is
 * known any start is accepted; what turns out to lie beyond the end is not shown.
 * @throws AppError unauthenticated, not_found, invalid_input
 */
export async function setChapters(actor: Actor, videoId: number, { chapters }: ChaptersInput): Promise<ChapterItem[]> {
  return transaction(async (tx) => {
    const { durationSeconds } = await lockVideo(tx, actor, videoId, canManageVideo);
    const rows = chapters.map(({ start, title }) => ({ videoId, startMs: Math.round(start * 1000), title })).sort((a, b) => a.startMs - b.startMs);
    const isBeyond = (startMs: number) => durationSeconds !== null && startMs >= durationSeconds * 1000;
    const late = chapters.findIndex(({ start }) => isBeyond(Math.round(start * 1000)));
    if (late >= 0) throw invalidFields({ [`chapters.${late}.start`]: ["The video ends before that."] });
    const before = await findChapters(videoId, tx);
    await tx.delete(videoChapter).where(eq(videoChapter.videoId, videoId));
    if (rows.length > 0) await tx.insert(videoChapter).values(rows);
    const after = await findChapters(videoId, tx);
    if (JSON.stringify(before) !== JSON.stringify(after)) await recordAudit(tx, actor, { action: "video.chapters_changed", target: { type: "video", id: videoId }, details: { from: before, to: after } });
    return after;
  });
}
