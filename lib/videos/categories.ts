import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { video, videoCategory } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import type { VideoCategoryItem } from "@/lib/videos/contract";
import { canManageCategories } from "@/lib/videos/policy";

export const categoryOrder = [asc(videoCategory.position), asc(videoCategory.id)] as const;

/** Every category in its order, with how many videos are in it, deleted ones left out. For moderators. @throws AppError unauthenticated, forbidden */
export async function listManagedCategories(actor: Actor): Promise<VideoCategoryItem[]> {
  authorize(canManageCategories(actor));
  return db()
    .select({ id: videoCategory.id, name: videoCategory.name, videos: count(video.id) })
    .from(videoCategory)
    .leftJoin(video, and(eq(sql`lower(${video.category})`, sql`lower(${videoCategory.name})`), isNull(video.deletedAt)))
    .groupBy(videoCategory.id)
    .orderBy(...categoryOrder);
}

/** The names of all categories in the order in which the library shows them. */
export async function readCategoryOrder(): Promise<string[]> {
  return (await db().select({ name: videoCategory.name }).from(videoCategory).orderBy(...categoryOrder)).map(({ name }) => name);
}
