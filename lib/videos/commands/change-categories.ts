import { and, count, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { video, videoCategory } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { DeletedCategory, NameCategoryInput, OrderCategoriesInput, VideoCategoryItem } from "@/lib/videos/contract";
import { canManageCategories } from "@/lib/videos/policy";

const target = (id: number) => ({ type: "video_category", id }) as const;
const isNamed = (name: string) => eq(sql`lower(${videoCategory.name})`, sql`lower(${name})`);
const isInside = (name: string) => eq(sql`lower(${video.category})`, sql`lower(${name})`);
/** Behind those there are. */
const atTheEnd = sql`(select coalesce(max(${videoCategory.position}), 0) + 1 from ${videoCategory})`;

/**
 * The spelling that a category has for everybody, made if there is none yet: what somebody types at a video is one that
 * moderators find. Empty stays empty. Held against renaming and deletion until the caller's transaction ends.
 */
export async function keepCategory(tx: Tx, name: string): Promise<string> {
  if (name === "") return "";
  // Once more where it was renamed or deleted in this moment; that it is so twice in a row nobody has to bear.
  for (let tries = 0; tries < 2; tries += 1) {
    await tx.insert(videoCategory).values({ name, position: atTheEnd }).onConflictDoNothing();
    const [row] = await tx.select({ name: videoCategory.name }).from(videoCategory).where(isNamed(name)).for("share");
    if (row) return row.name;
  }
  throw new AppError("conflict", "Somebody else has changed the categories meanwhile.");
}

async function requireFreeName(tx: Tx, name: string, id = 0): Promise<void> {
  const [other] = await tx.select({ id: videoCategory.id }).from(videoCategory).where(and(isNamed(name), ne(videoCategory.id, id)));
  if (other) throw invalidFields({ name: ["There is a category of that name."] });
}

/**
 * Some categories with the videos of the first, under lock. Videos come first, as with whoever changes a video: then
 * nobody waits for somebody who waits for them. @throws AppError not_found; conflict for one renamed in this moment
 */
async function lockCategories(tx: Tx, id: number, otherId: number | null): Promise<{ first: { id: number; name: string }; other: { id: number; name: string } | null }> {
  const [seen] = await tx.select({ name: videoCategory.name }).from(videoCategory).where(eq(videoCategory.id, id));
  if (!seen) throw new AppError("not_found");
  await tx.select({ id: video.id }).from(video).where(isInside(seen.name)).orderBy(video.id).for("update");
  const ids = otherId === null ? [id] : [id, otherId];
  const rows = await tx.select({ id: videoCategory.id, name: videoCategory.name }).from(videoCategory).where(inArray(videoCategory.id, ids)).orderBy(videoCategory.id).for("update");
  const first = rows.find((row) => row.id === id);
  if (!first) throw new AppError("not_found");
  if (first.name !== seen.name) throw new AppError("conflict", "Somebody else has changed the categories meanwhile.");
  return { first, other: rows.find((row) => row.id === otherId && row.id !== id) ?? null };
}

async function countInside(tx: Tx, name: string): Promise<number> {
  const [row] = await tx.select({ videos: count() }).from(video).where(and(isInside(name), isNull(video.deletedAt)));
  return row?.videos ?? 0;
}

/** Makes a category behind the others. @throws AppError unauthenticated, forbidden; invalid_input for a name that is taken; conflict where there are too many */
export async function createCategory(actor: Actor, { name }: NameCategoryInput): Promise<VideoCategoryItem> {
  authorize(canManageCategories(actor));
  return transaction(async (tx) => {
    await requireFreeName(tx, name);
    if ((await tx.$count(videoCategory)) >= settings.videoMaxCategories) throw new AppError("conflict", `There are at most ${settings.videoMaxCategories} categories.`);
    const [row] = await tx.insert(videoCategory).values({ name, position: atTheEnd }).onConflictDoNothing().returning({ id: videoCategory.id });
    if (!row) throw invalidFields({ name: ["There is a category of that name."] });
    await recordAudit(tx, actor, { action: "video_category.created", target: target(row.id), details: { name } });
    return { id: row.id, name, videos: 0 };
  });
}

/** Renames a category together with its videos. @throws AppError unauthenticated, forbidden, not_found, conflict; invalid_input for a name that is taken */
export async function renameCategory(actor: Actor, id: number, { name }: NameCategoryInput): Promise<VideoCategoryItem> {
  authorize(canManageCategories(actor));
  return transaction(async (tx) => {
    const { first: before } = await lockCategories(tx, id, null);
    if (before.name !== name) {
      await requireFreeName(tx, name, id);
      await tx.update(videoCategory).set({ name }).where(eq(videoCategory.id, id));
      await tx.update(video).set({ category: name }).where(isInside(before.name));
      await recordAudit(tx, actor, { action: "video_category.renamed", target: target(id), details: { name: { from: before.name, to: name } } });
    }
    return { id, name, videos: await countInside(tx, name) };
  });
}

/** Puts all categories into this order. @throws AppError unauthenticated, forbidden; conflict where these are not the ones that there are */
export async function orderCategories(actor: Actor, { ids }: OrderCategoriesInput): Promise<void> {
  authorize(canManageCategories(actor));
  await transaction(async (tx) => {
    const rows = await tx.select({ id: videoCategory.id, position: videoCategory.position }).from(videoCategory).orderBy(videoCategory.id).for("update");
    const known = new Set(rows.map((row) => row.id));
    if (known.size !== ids.length || ids.some((id) => !known.has(id))) throw new AppError("conflict", "Somebody else has changed the categories meanwhile.");
    const before = rows.toSorted((a, b) => a.position - b.position || a.id - b.id).map((row) => row.id);
    if (before.every((id, at) => id === ids[at])) return;
    for (const [at, id] of ids.entries()) await tx.update(videoCategory).set({ position: at + 1 }).where(eq(videoCategory.id, id));
    await recordAudit(tx, actor, { action: "video_category.ordered", details: { ids } });
  });
}

/**
 * Deletes a category. Its videos stay: they go into another one, else into none. Answers how many there were.
 * @throws AppError unauthenticated, forbidden, not_found, conflict; invalid_input where the other one is none
 */
export async function deleteCategory(actor: Actor, id: number, moveTo: number | null): Promise<DeletedCategory> {
  authorize(canManageCategories(actor));
  return transaction(async (tx) => {
    const { first: doomed, other } = await lockCategories(tx, id, moveTo);
    if (moveTo !== null && !other) throw invalidFields({ move_to: ["There is no such category."] });
    const videos = await countInside(tx, doomed.name);
    await tx.update(video).set({ category: other?.name ?? "" }).where(isInside(doomed.name));
    await tx.delete(videoCategory).where(eq(videoCategory.id, id));
    await recordAudit(tx, actor, { action: "video_category.deleted", target: target(id), details: { name: doomed.name, videos, ...(other ? { movedTo: other.name } : {}) } });
    return { videos };
  });
}
