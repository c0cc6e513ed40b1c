import { and, desc, eq, inArray, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { video, videoOutput } from "@/db/schema/videos";
import { findActivePerson } from "@/lib/accounts/queries";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError, isAppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { defaultCategory, uploadEndpoint } from "@/lib/videos/constants";
import {
  processingErrors, type CaptionItem, type ChapterItem, type RenditionInfo, type UploadLimits, type VideoCard, type VideoDetail, type VideoListItem, type VideoOnPage, type VideoStatus,
} from "@/lib/videos/contract";
import { factColumns, factsOf, isRoomMember } from "@/lib/videos/facts";
import { readUploadUse } from "@/lib/videos/own-videos";
import { videoPath } from "@/lib/videos/playlist";
import { canManageVideo, canOpenVideo, canPlayVideo, canRetryVideo, canUploadVideo } from "@/lib/videos/policy";
import { requireVideo } from "@/lib/videos/require-video";
import { findCaptions, findChapters, findTracks } from "@/lib/videos/tracks";
import { env } from "@/lib/platform/env";

/** Videos that belong into this person's library: their own, those for everybody and those of their rooms. */
export function inLibraryOf(actor: Actor): SQL | undefined {
  const userId = requireUser(actor).userId;
  const audience = or(
    eq(video.ownerId, userId),
    inArray(video.visibility, ["authenticated", "public"]),
    and(eq(video.visibility, "room"), isRoomMember(actor)),
  );
  return and(or(eq(video.processingStatus, "ready"), isNotNull(video.previousSource)), isNull(video.deletedAt), audience);
}

function posterPath(videoId: number, generation: number): string {
  return `${videoPath(videoId)}/poster.jpg?g=${generation}`;
}

/** The public list: ready videos that the person may see, newest first. Every field has a value. @throws AppError unauthenticated */
export async function listVideos(actor: Actor): Promise<VideoListItem[]> {
  const rows = await db().select().from(video).where(inLibraryOf(actor)).orderBy(desc(video.createdAt), desc(video.id));
  return rows.map((row) => ({
    id: row.id,
    created_at: toTimestamp(row.createdAt),
    title: row.title,
    description: row.description,
    thumbnail_url: `${env().APP_URL}${posterPath(row.id, row.publishedGeneration ?? 0)}`,
    category: row.category || defaultCategory,
    duration: Math.round((row.durationSeconds ?? 0) * 1000) / 1000,
  }));
}

function toCard(row: typeof video.$inferSelect): VideoCard {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    category: row.category || defaultCategory,
    createdAt: toTimestamp(row.createdAt),
    durationSeconds: row.durationSeconds ?? 0,
    posterUrl: row.publishedGeneration === null ? null : posterPath(row.id, row.publishedGeneration),
    visibility: row.visibility,
  };
}

/** The same list for pages. @throws AppError unauthenticated */
export async function listVideoCards(actor: Actor): Promise<VideoCard[]> {
  const rows = await db().select().from(video).where(inLibraryOf(actor)).orderBy(desc(video.createdAt), desc(video.id));
  return rows.map(toCard);
}

/** Videos with their output and owner, for `toDetail`. */
export function selectDetails(actor: Actor) {
  return db()
    .select({ video, output: videoOutput, ownerName: user.name, isRoomMember: isRoomMember(actor) })
    .from(video)
    .leftJoin(user, eq(user.id, video.ownerId))
    .leftJoin(videoOutput, and(eq(videoOutput.videoId, video.id), eq(videoOutput.generation, video.publishedGeneration)));
}
export type DetailRow = Awaited<ReturnType<typeof selectDetails>>[number];

/** What a page needs of one video. */
export function toDetail(actor: Actor, { video: row, output, ownerName, isRoomMember: member }: DetailRow): VideoDetail {
  const facts = factsOf({ ...row, isRoomMember: member });
  const best = output?.renditions.at(-1);
  return {
    ...toCard(row),
    owner: { id: row.ownerId ?? 0, name: ownerName ?? "" },
    status: row.processingStatus,
    errorCode: row.processingErrorCode,
    progress: row.progress,
    playable: canPlayVideo(actor, facts).allowed,
    masterUrl: `${videoPath(row.id)}/master.m3u8`,
    storyboardUrl: output?.hasStoryboard ? `${videoPath(row.id)}/storyboard.vtt?g=${output.generation}` : null,
    width: best?.width ?? null,
    height: best?.height ?? null,
    renditions: output?.renditions.map((rendition) => rendition.name) ?? [],
    sourceName: row.sourceName,
    sourceSizeBytes: row.sourceSizeBytes,
    canRetry: canRetryVideo(actor, facts).allowed,
    canEdit: canManageVideo(actor, facts).allowed,
    isReplacing: facts.isReplacing,
  };
}

/** One video for its page: for those who may play it, and before that for its owner and moderators. @throws AppError not_found, unauthenticated */
export async function getVideo(actor: Actor, videoId: number): Promise<VideoOnPage> {
  requireUser(actor);
  const [row] = await selectDetails(actor).where(eq(video.id, videoId));
  if (!row) throw new AppError("not_found");
  authorize(canOpenVideo(actor, factsOf({ ...row.video, isRoomMember: row.isRoomMember })));
  return { ...toDetail(actor, row), ...(await findTracks(videoId)) };
}

type StatusRow = Pick<typeof video.$inferSelect, "id" | "processingStatus" | "processingErrorCode" | "progress" | "publishedGeneration">;

/** The state document of the API and of the live event. */
export function toStatus(row: StatusRow): VideoStatus {
  return {
    id: row.id,
    processing_status: row.processingStatus,
    processing_error: row.processingErrorCode ? processingErrors[row.processingErrorCode] : "",
    progress: row.progress,
    playable: row.publishedGeneration !== null,
  };
}

/** Where processing stands, for the owner and moderators. @throws AppError not_found, unauthenticated */
export async function getVideoStatus(actor: Actor, videoId: number, on: Executor = db()): Promise<VideoStatus> {
  const [row] = await on
    .select({ id: video.id, processingErrorCode: video.processingErrorCode, progress: video.progress, ...factColumns, isRoomMember: isRoomMember(actor) })
    .from(video)
    .where(eq(video.id, videoId));
  if (!row) throw new AppError("not_found");
  authorize(canManageVideo(actor, factsOf(row)));
  return toStatus(row);
}

/** Where the bytes of a video are that the asker may play. */
export type Playback = { generation: number; storagePrefix: string; renditions: RenditionInfo[]; durationSeconds: number | null; /** Its audience is a room's members, who come and go. */ isForRoom: boolean };
const isForRoom = sql<boolean>`${video.visibility} = 'room'`;

/** The outputs that a video has, the published one first, then replaced ones that are still kept. Asks nobody's right. */
export async function playbacksOf(videoId: number): Promise<Playback[]> {
  return db()
    .select({ generation: videoOutput.generation, storagePrefix: videoOutput.storagePrefix, renditions: videoOutput.renditions, durationSeconds: video.durationSeconds, isForRoom })
    .from(videoOutput)
    .innerJoin(video, eq(video.id, videoOutput.videoId))
    .where(eq(video.id, videoId))
    .orderBy(desc(sql`${videoOutput.generation} = ${video.publishedGeneration}`));
}

/**
 * The outputs of a video that `actor` may play: the published one first, then replaced ones that are still kept.
 * @throws AppError unauthenticated, not_found
 */
export async function getPlayback(actor: Actor, videoId: number): Promise<[Playback, ...Playback[]]> {
  const rows = await db()
    .select({ ...factColumns, isRoomMember: isRoomMember(actor), generation: videoOutput.generation, storagePrefix: videoOutput.storagePrefix, renditions: videoOutput.renditions, durationSeconds: video.durationSeconds, isForRoom })
    .from(video)
    .innerJoin(videoOutput, eq(videoOutput.videoId, video.id))
    .where(eq(video.id, videoId))
    .orderBy(desc(sql`${videoOutput.generation} = ${video.publishedGeneration}`));
  const [first, ...older] = rows;
  if (!first) throw new AppError(actor.kind === "user" ? "not_found" : "unauthenticated");
  authorize(canPlayVideo(actor, factsOf(first)));
  const pick = ({ generation, storagePrefix, renditions, durationSeconds, isForRoom: forRoom }: Playback): Playback => ({ generation, storagePrefix, renditions, durationSeconds, isForRoom: forRoom });
  return [pick(first), ...older.map(pick)];
}

/** A video that somebody shows to others in a call, with where its bytes are. */
export type ShownVideo = { id: number; title: string; durationSeconds: number; posterUrl: string | null; masterUrl: string; storyboardUrl: string | null; captions: CaptionItem[]; outputs: [Playback, ...Playback[]] };

/**
 * The video for those to whom `userId` shows it, as long as that person may play it: who loses the right shows nothing
 * any more. Whether the others are in a place where it is shown to them is the caller's question. Null where it may not be shown.
 */
export async function findShownVideo(userId: number, videoId: number): Promise<ShownVideo | null> {
  const shower = await findActivePerson(userId);
  if (!shower) return null;
  try {
    const [detail, outputs] = await Promise.all([getVideo(shower, videoId), getPlayback(shower, videoId)]);
    const { id, title, durationSeconds, posterUrl, masterUrl, storyboardUrl, captions } = detail;
    return { id, title, durationSeconds, posterUrl, masterUrl, storyboardUrl, captions, outputs };
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  }
}

/** What an upload form needs; refused for those who may not upload. @throws AppError unauthenticated, forbidden */
export async function getUploadLimits(actor: Actor): Promise<UploadLimits> {
  authorize(canUploadVideo(actor, settings.usersMayUploadVideos));
  const usedBytes = await readUploadUse(requireUser(actor).userId);
  return { endpoint: uploadEndpoint, maxBytes: env().UPLOAD_MAX_BYTES, quotaBytes: env().UPLOAD_QUOTA_BYTES, usedBytes, chunkBytes: settings.uploadChunkBytes };
}

/** The captions of a video, for those who may open it. @throws AppError unauthenticated, not_found */
export async function listCaptions(actor: Actor, videoId: number): Promise<CaptionItem[]> {
  await requireVideo(actor, videoId, canOpenVideo);
  return findCaptions(videoId);
}

/** The chapters of a video, for those who may open it. @throws AppError unauthenticated, not_found */
export async function listChapters(actor: Actor, videoId: number): Promise<ChapterItem[]> {
  await requireVideo(actor, videoId, canOpenVideo);
  return findChapters(videoId);
}
