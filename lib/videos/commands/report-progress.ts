import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import { announce } from "@/lib/videos/announce";
import { leaseEnd, type Attempt } from "@/lib/videos/commands/begin-processing";

/** The row while the attempt still has it: every write of a run names its token, so a superseded run changes nothing. */
export function heldBy(attempt: Attempt) {
  return and(eq(video.id, attempt.videoId), eq(video.leaseToken, attempt.token), eq(video.processingStatus, "processing"));
}

/** Keeps the lease. @returns false when another run has the video, or it was deleted: stop working. */
export async function renewLease(attempt: Attempt): Promise<boolean> {
  const rows = await db().update(video).set({ leaseExpiresAt: leaseEnd }).where(and(heldBy(attempt), sql`${video.deletedAt} is null`)).returning({ id: video.id });
  return rows.length > 0;
}

/** Writes the progress and tells the owner's browsers. Never goes back. @param percent 0 to 99 */
export async function reportProgress(attempt: Attempt, percent: number): Promise<void> {
  const [row] = await db()
    .update(video)
    .set({ progress: sql`greatest(${video.progress}, ${Math.max(0, Math.min(99, Math.floor(percent)))}::int)`, updatedAt: sql`now()` })
    .where(heldBy(attempt))
    .returning();
  if (row) await announce(row);
}
