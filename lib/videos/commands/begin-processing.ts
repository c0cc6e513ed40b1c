import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { video } from "@/db/schema/videos";
import { settings } from "@/lib/core/settings";
import { announceAfterCommit } from "@/lib/videos/announce";

export type Attempt = { videoId: number; token: string; generation: number; sourceKey: string };

/** When a lease that is taken now ends; by the database's clock. */
export const leaseEnd = sql`now() + make_interval(secs => ${settings.leaseSeconds})`;

/**
 * Gives the video to the run `token`, with a generation of its own. The same run asking again gets the same generation.
 * @returns null when there is nothing to do: deleted, done, or in the hands of another live run.
 */
export async function beginProcessing(videoId: number, token: string): Promise<Attempt | null> {
  return transaction(async (tx) => {
    const [row] = await tx
      .select({
        status: video.processingStatus, leaseToken: video.leaseToken, generation: video.generation, sourceKey: video.sourceKey,
        isLeaseLive: sql<boolean>`coalesce(${video.leaseExpiresAt} > now(), false)`,
      })
      .from(video)
      .where(and(eq(video.id, videoId), isNull(video.deletedAt)))
      .for("update");
    if (!row) return null;
    const isMine = row.status === "processing" && row.leaseToken === token;
    const isFree = row.status === "pending" || (row.status === "processing" && !row.isLeaseLive);
    if (!isMine && !isFree) return null;
    const generation = isMine ? row.generation : row.generation + 1;
    const [begun] = await tx
      .update(video)
      .set({
        processingStatus: "processing", processingErrorCode: null, generation, leaseToken: token,
        leaseExpiresAt: leaseEnd, updatedAt: sql`now()`, ...(isMine ? {} : { progress: 0 }),
      })
      .where(eq(video.id, videoId))
      .returning();
    if (begun) announceAfterCommit(tx, begun);
    return { videoId, token, generation, sourceKey: row.sourceKey };
  });
}
