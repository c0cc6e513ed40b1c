import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { video, videoPosition } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { factColumns, factsOf, isRoomMember } from "@/lib/videos/facts";
import { canPlayVideo } from "@/lib/videos/policy";

/**
 * Keeps where somebody is in a video, for whichever browser they go on in. At its very start and near its end there is
 * nothing to go on with: then the place is forgotten. Not in the audit log: it is nobody else's to know.
 * @throws AppError unauthenticated; not_found for a video that they may not play
 */
export async function keepPosition(actor: Actor, videoId: number, seconds: number): Promise<void> {
  const { userId } = requireUser(actor);
  const [found] = await db().select({ ...factColumns, isRoomMember: isRoomMember(actor), duration: video.durationSeconds }).from(video).where(eq(video.id, videoId));
  if (!found) throw new AppError("not_found");
  authorize(canPlayVideo(actor, factsOf(found)));
  const own = eq(videoPosition.userId, userId);
  const edge = Math.min(settings.videoPositionEdgeSeconds, (found.duration ?? 0) / 4);
  if (seconds < edge || seconds > (found.duration ?? 0) - edge) {
    await db().delete(videoPosition).where(and(own, eq(videoPosition.videoId, videoId)));
    return;
  }
  await transaction(async (tx) => {
    await tx
      .insert(videoPosition)
      .values({ userId, videoId, seconds })
      .onConflictDoUpdate({ target: [videoPosition.userId, videoPosition.videoId], set: { seconds, updatedAt: sql`now()` } });
    const oldest = tx.select({ videoId: videoPosition.videoId }).from(videoPosition).where(own).orderBy(desc(videoPosition.updatedAt)).offset(settings.videoPositionsMax);
    await tx.delete(videoPosition).where(and(own, inArray(videoPosition.videoId, oldest)));
  });
}
