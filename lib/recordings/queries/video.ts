import { and, eq, isNull } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { video } from "@/db/schema/videos";

/** Joins the video that a recording became. A deleted one is none: another one can be made. */
export const isVideoOf = and(eq(video.id, recording.videoId), isNull(video.deletedAt));

/** The video of the library that a recording is now; null where there is none, or none any more. */
export async function findVideoId(recordingId: string, on: Executor = db()): Promise<number | null> {
  const [row] = await on.select({ id: video.id }).from(recording).innerJoin(video, isVideoOf).where(eq(recording.id, recordingId));
  return row?.id ?? null;
}
