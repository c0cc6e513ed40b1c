import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { recordEvent } from "@/lib/platform/jobs";
import { announceAfterCommit } from "@/lib/videos/announce";
import { videoProcessRequested } from "@/lib/videos/contract";

/** A video that ends its worker each time is not tried for ever. */
const maxAttempts = 5;

/**
 * Finds videos whose run is gone (its lease ran out while nothing else was processed that it could be waiting for) and
 * asks for another run; after some attempts it gives up. No row stays `processing` without a run.
 * @returns how many were asked for again or given up.
 */
export async function requeueLostVideos(): Promise<number> {
  const lost = await db()
    .select({ id: video.id })
    .from(video)
    .where(
      and(
        eq(video.processingStatus, "processing"), lt(video.leaseExpiresAt, sql`now()`), isNull(video.deletedAt),
        sql`not exists (select from ${video} busy where busy.lease_expires_at > now())`,
      ),
    );
  for (const { id } of lost) await requeue(id);
  return lost.length;
}

async function requeue(videoId: number): Promise<void> {
  await transaction(async (tx) => {
    const stillLost = and(eq(video.id, videoId), eq(video.processingStatus, "processing"), lt(video.leaseExpiresAt, sql`now()`));
    const [row] = await tx.select().from(video).where(stillLost).for("update");
    if (!row) return;
    if (row.generation - (row.publishedGeneration ?? 0) < maxAttempts) {
      // The id names the lost attempt: asked for once, however often this runs before the next one begins.
      await recordEvent(tx, videoProcessRequested.create({ videoId }, { id: `video-${videoId}-requeue-${row.generation}` }));
      return;
    }
    const [failed] = await tx
      .update(video)
      .set({ processingStatus: "failed", processingErrorCode: "internal", leaseToken: null, leaseExpiresAt: null, updatedAt: sql`now()` })
      .where(eq(video.id, videoId))
      .returning();
    if (failed) announceAfterCommit(tx, failed);
  });
}
