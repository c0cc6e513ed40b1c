import { and, eq, isNotNull } from "drizzle-orm";
import { db } from "@/db/client";
import { recording, recordingChapter } from "@/db/schema/recordings";
import { userIdentity } from "@/lib/calls/contract";
import { formerUser } from "@/lib/chat/contract";

/** A chapter of a video that has somebody's name from a recording. */
export type NamedChapter = { videoId: number; startMs: number; name: string };

/** The chapters of videos that were made of recordings in which somebody spoke; they are the library's to change. */
export async function findNamedChapters(personId: number): Promise<NamedChapter[]> {
  const rows = await db()
    .select({ videoId: recording.videoId, startMs: recordingChapter.startMs, name: recordingChapter.name })
    .from(recordingChapter)
    .innerJoin(recording, eq(recording.id, recordingChapter.recordingId))
    .where(and(eq(recordingChapter.identity, userIdentity(personId)), isNotNull(recording.videoId)));
  return rows.map((each) => ({ ...each, videoId: each.videoId! }));
}

/** Takes somebody's name out of the chapters of recordings. Answers in how many it was. */
export async function forgetSpeaker(personId: number): Promise<number> {
  const { count } = await db().update(recordingChapter).set({ name: formerUser.username }).where(eq(recordingChapter.identity, userIdentity(personId)));
  return count;
}
