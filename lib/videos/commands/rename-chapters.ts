import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { videoChapter } from "@/db/schema/videos";
import { chapterTitleMaxLength } from "@/lib/videos/contract";

/** Gives chapters another title, where they still have the one that is named: what somebody wrote themself stays. */
export async function renameChapters(chapters: readonly { videoId: number; startMs: number; name: string }[], title: string): Promise<void> {
  for (const { videoId, startMs, name } of chapters) {
    await db().update(videoChapter).set({ title }).where(and(eq(videoChapter.videoId, videoId), eq(videoChapter.startMs, startMs), eq(videoChapter.title, name.slice(0, chapterTitleMaxLength))));
  }
}
