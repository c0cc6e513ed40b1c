import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { videoPosition } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { settings } from "@/lib/core/settings";

/** Where the asker is in a video, in seconds; 0 where there is nothing to go on with. @throws AppError unauthenticated */
export async function findPosition(actor: Actor, videoId: number): Promise<number> {
  const { userId } = requireUser(actor);
  const [row] = await db().select({ seconds: videoPosition.seconds }).from(videoPosition).where(and(eq(videoPosition.userId, userId), eq(videoPosition.videoId, videoId)));
  return row?.seconds ?? 0;
}

/** Where the asker is in the videos that they have not seen to their end, what was watched last first. @throws AppError unauthenticated */
export async function listPositions(actor: Actor): Promise<{ videoId: number; seconds: number }[]> {
  const { userId } = requireUser(actor);
  return db()
    .select({ videoId: videoPosition.videoId, seconds: videoPosition.seconds })
    .from(videoPosition)
    .where(eq(videoPosition.userId, userId))
    .orderBy(desc(videoPosition.updatedAt))
    .limit(settings.videoPositionsMax);
}
