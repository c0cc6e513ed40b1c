import { and, desc, eq, gt, isNull, or, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { video, videoLink } from "@/db/schema/videos";
import type { Actor, AnonymousActor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import type { VideoOnPage, VideoLinkItem } from "@/lib/videos/contract";
import { factColumns, factsOf } from "@/lib/videos/facts";
import { videoLinkUrl } from "@/lib/videos/link-token";
import { canPlayByLink, canShareVideo } from "@/lib/videos/policy";
import { playbacksOf, selectDetails, toDetail, type Playback } from "@/lib/videos/queries";
import { requireVideo } from "@/lib/videos/require-video";
import { findTracks } from "@/lib/videos/tracks";

export type VideoLinkRow = typeof videoLink.$inferSelect;

/** By the database's clock: neither taken back nor at its end. */
export const isLinkInForce: SQL<boolean> = sql<boolean>`(${videoLink.revokedAt} is null and (${videoLink.expiresAt} is null or ${videoLink.expiresAt} > now()))`;

/** A link as those who manage its video see it. */
export function toLinkItem(row: VideoLinkRow, makerName: string | null, inForce: boolean): VideoLinkItem {
  return {
    id: row.id,
    note: row.note,
    url: videoLinkUrl(row.id),
    created_at: toTimestamp(row.createdAt),
    created_by: row.createdBy === null ? null : { id: row.createdBy, name: makerName ?? "" },
    expires_at: row.expiresAt && toTimestamp(row.expiresAt),
    last_used_at: row.lastUsedAt && toTimestamp(row.lastUsedAt),
    revoked: row.revokedAt !== null,
    in_force: inForce,
  };
}

/** The links of a video, the newest first; for its owner and moderators. @throws AppError unauthenticated, not_found */
export async function listVideoLinks(actor: Actor, videoId: number): Promise<VideoLinkItem[]> {
  requireUser(actor);
  await requireVideo(actor, videoId, canShareVideo);
  const rows = await db()
    .select({ row: videoLink, name: user.name, inForce: isLinkInForce })
    .from(videoLink)
    .leftJoin(user, eq(user.id, videoLink.createdBy))
    .where(eq(videoLink.videoId, videoId))
    .orderBy(desc(videoLink.id));
  return rows.map(({ row, name, inForce }) => toLinkItem(row, name, inForce));
}

/** The video behind a link that is in force and may be played by it; null for every other. */
export async function findLinkedVideoId(linkId: number): Promise<{ videoId: number; expiresAt: Date | null } | null> {
  const [row] = await db()
    .select({ videoId: videoLink.videoId, expiresAt: videoLink.expiresAt, ...factColumns })
    .from(videoLink)
    .innerJoin(video, eq(video.id, videoLink.videoId))
    .where(and(eq(videoLink.id, linkId), isNull(videoLink.revokedAt), or(isNull(videoLink.expiresAt), gt(videoLink.expiresAt, sql`now()`))));
  if (!row || !canPlayByLink(factsOf({ ...row, isRoomMember: false }), true).allowed) return null;
  return { videoId: row.videoId, expiresAt: row.expiresAt };
}

/** The outputs that somebody with an opened link may play, and the link's end. @throws AppError unauthenticated where it opens this video no (longer) */
export async function getPlaybackByLink(linkId: number, videoId: number): Promise<{ outputs: [Playback, ...Playback[]]; expiresAt: Date | null }> {
  const found = await findLinkedVideoId(linkId);
  if (found?.videoId !== videoId) throw new AppError("unauthenticated", "This link is no longer in force.");
  const [first, ...older] = await playbacksOf(videoId);
  if (!first) throw new AppError("not_found");
  return { outputs: [first, ...older], expiresAt: found.expiresAt };
}

const nobody: AnonymousActor = { kind: "anonymous", address: null, requestId: null };

/** What the page of a link shows of its video; nothing of what only its owner may know. Null where the link opens it no (longer). */
export async function findLinkedVideo(linkId: number, videoId: number): Promise<LinkedVideo | null> {
  const found = await findLinkedVideoId(linkId);
  if (found?.videoId !== videoId) return null;
  const [row] = await selectDetails(nobody).where(eq(video.id, videoId));
  if (!row) return null;
  const { id, title, description, createdAt, durationSeconds, posterUrl, masterUrl, storyboardUrl } = toDetail(nobody, row);
  return { id, title, description, createdAt, durationSeconds, posterUrl, masterUrl, storyboardUrl, ...(await findTracks(id)) };
}
export type LinkedVideo = Pick<VideoOnPage, "id" | "title" | "description" | "createdAt" | "durationSeconds" | "posterUrl" | "masterUrl" | "storyboardUrl" | "captions" | "chapters">;
