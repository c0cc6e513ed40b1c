import { and, asc, eq, ilike, inArray, isNotNull, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { sortedPage } from "@/db/sorted";
import { user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { isModerator, type Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { readSort } from "@/lib/core/sort";
import type { ManagedSort, ManagedState, ManagedVideo, VideoDetail } from "@/lib/videos/contract";
import { readCategoryOrder } from "@/lib/videos/categories";
import { factsOf } from "@/lib/videos/facts";
import { canOverseeVideo } from "@/lib/videos/policy";
import { inLibraryOf, selectDetails, toDetail, type DetailRow } from "@/lib/videos/queries";

export type ManagedFilter = {
  /** A part of the title, of the category or of the owner's name, letter case ignored. */
  text?: string | undefined;
  state?: ManagedState | undefined;
  sort?: ManagedSort | undefined;
  /** The id of the last video of the page before. */
  before?: number | undefined;
  limit?: number;
};

function hasState(state: ManagedState | undefined): SQL | undefined {
  if (state === "deleted") return isNotNull(video.deletedAt);
  return and(isNull(video.deletedAt), state && inArray(video.processingStatus, state === "working" ? ["pending", "processing"] : [state]));
}

const sortKeys = { title: sql`lower(${video.title})`, size: video.sourceSizeBytes, length: sql`coalesce(${video.durationSeconds}, 0)`, since: video.id } as const;

function matches(given: string | undefined): SQL | undefined {
  const text = (given ?? "").trim().replaceAll("\0", "");
  const like = `%${escapeLike(text)}%`;
  return text === "" ? undefined : or(ilike(video.title, like), ilike(video.category, like), ilike(user.name, like));
}

/**
 * Videos in every state where they are managed, the newest first unless sorted: all for moderators, else one's own. Deleted
 * ones only where they are asked for. `next` is what `before` must be for the page after, null at the end. @throws AppError unauthenticated
 */
export async function listManagedVideos(actor: Actor, filter: ManagedFilter = {}): Promise<{ items: VideoDetail[]; next: number | null }> {
  const { userId } = requireUser(actor);
  const limit = Math.min(filter.limit ?? settings.pageLimitDefault, settings.pageLimitMax);
  const { key, isDescending } = readSort(filter.sort ?? "-since");
  const page = sortedPage(video, video.id, sortKeys[key], isDescending, filter.before);
  const rows = await selectDetails(actor)
    .where(and(isModerator(actor) ? undefined : eq(video.ownerId, userId), hasState(filter.state), matches(filter.text), page.after))
    .orderBy(...page.orderBy)
    .limit(limit + 1);
  const items = rows.slice(0, limit).map((row) => toDetail(actor, row));
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

/** The categories that there are for moderators, for all others those of the videos that they may see, in the alphabet's order; as many as a person can look through. @throws AppError unauthenticated */
export async function listCategories(actor: Actor): Promise<string[]> {
  if (isModerator(actor)) return readCategoryOrder();
  const rows = await db().selectDistinct({ category: video.category }).from(video).where(and(inLibraryOf(actor), ne(video.category, ""))).orderBy(asc(video.category)).limit(settings.pageLimitMax);
  return rows.map(({ category }) => category);
}

async function roomOf({ video: { visibility, roomId } }: DetailRow): Promise<ManagedVideo["room"]> {
  if (visibility !== "room" || roomId === null) return null;
  const [found] = await db().select({ id: room.id, name: room.name }).from(room).where(eq(room.id, roomId));
  return found ?? null;
}

/** One video where it is managed, deleted or not: for its owner and moderators. @throws AppError unauthenticated, not_found */
export async function getManagedVideo(actor: Actor, videoId: number): Promise<ManagedVideo> {
  requireUser(actor);
  const [row] = await selectDetails(actor).where(eq(video.id, videoId));
  if (!row) throw new AppError("not_found");
  authorize(canOverseeVideo(actor, factsOf({ ...row.video, isRoomMember: row.isRoomMember })));
  const { deletedAt } = row.video;
  return {
    ...toDetail(actor, row),
    // As it was written, for the form: empty where no category was given.
    category: row.video.category,
    room: await roomOf(row),
    deletedAt: deletedAt && toTimestamp(deletedAt),
    sourceSha256: row.video.sourceSha256,
    output: row.output && { renditions: row.output.renditions, source: row.output.source },
    keptUntil: deletedAt && toTimestamp(new Date(deletedAt.getTime() + settings.deletedVideoKeptSeconds * 1000)),
  };
}
