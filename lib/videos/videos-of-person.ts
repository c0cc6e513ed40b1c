import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { toTimestamp } from "@/lib/core/format";
import type { VideoOfPerson } from "@/lib/videos/contract";
import { canSeeAllVideos } from "@/lib/videos/policy";

const total = sql<number>`${count()} over ()`.mapWith(Number);

/** The newest videos of somebody, and how many there are. For those who handle every video. @throws AppError unauthenticated, forbidden */
export async function listVideosOfPerson(actor: Actor, personId: number, limit: number): Promise<{ items: VideoOfPerson[]; total: number }> {
  authorize(canSeeAllVideos(actor));
  const rows = await db()
    .select({ id: video.id, title: video.title, status: video.processingStatus, visibility: video.visibility, createdAt: video.createdAt, total })
    .from(video)
    .where(and(eq(video.ownerId, personId), isNull(video.deletedAt)))
    .orderBy(desc(video.id))
    .limit(limit);
  return { items: rows.map(({ total: _total, createdAt, ...each }) => ({ ...each, createdAt: toTimestamp(createdAt) })), total: rows[0]?.total ?? 0 };
}
