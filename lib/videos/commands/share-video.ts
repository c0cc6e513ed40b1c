import { and, count, eq, isNull, lt, or, sql } from "drizzle-orm";
import { afterCommit, db, transaction, type Tx } from "@/db/client";
import { videoLink } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { publishHereFirst } from "@/lib/platform/listen";
import { videosTopic } from "@/lib/videos/announce";
import { lockVideo } from "@/lib/videos/commands/lock-video";
import type { CreateVideoLinkInput, VideoLinkItem } from "@/lib/videos/contract";
import { isLinkInForce, toLinkItem } from "@/lib/videos/links";
import { canShareVideo } from "@/lib/videos/policy";

/**
 * Makes a link with which anybody may watch this video until its end, or until it is revoked.
 * @throws AppError unauthenticated, not_found; invalid_input for an end that is over; conflict where there are too many
 */
export async function shareVideo(actor: Actor, videoId: number, { note = "", expires_at: end }: CreateVideoLinkInput): Promise<VideoLinkItem> {
  const { userId, name } = requireUser(actor);
  const expiresAt = end === null ? null : new Date(end);
  return transaction(async (tx) => {
    await lockVideo(tx, actor, videoId, canShareVideo);
    if (expiresAt !== null && expiresAt.getTime() <= Date.now()) throw new AppError("invalid_input", { fields: { expires_at: ["This time is over."] } });
    const [{ open } = { open: 0 }] = await tx.select({ open: count() }).from(videoLink).where(and(eq(videoLink.videoId, videoId), isLinkInForce));
    if (open >= settings.videoMaxLinks) throw new AppError("conflict", `A video has at most ${settings.videoMaxLinks} links. Revoke one that is not needed any more.`);
    const [row] = await tx.insert(videoLink).values({ videoId, note, expiresAt, createdBy: userId }).returning();
    if (!row) throw new Error("the link was not returned");
    await recordAudit(tx, actor, { action: "video.shared", target: { type: "video", id: videoId }, details: { link: row.id, ...(end === null ? {} : { until: expiresAt }) } });
    return toLinkItem(row, name, true);
  });
}

/** Whoever keeps a verdict about this video drops it: the next segment is asked for anew. */
function dropVerdicts(tx: Tx, videoId: number): void {
  afterCommit(tx, `video-links:${videoId}`, () => publishHereFirst(videosTopic, videoId));
}

/**
 * Takes a link back, which ends the playback of all who came by it, or puts it in force again (undo). What is so already
 * stays so. @throws AppError unauthenticated, not_found
 */
export async function setVideoLinkRevoked(actor: Actor, videoId: number, linkId: number, revoked: boolean): Promise<void> {
  requireUser(actor);
  await transaction(async (tx) => {
    await lockVideo(tx, actor, videoId, canShareVideo);
    const which = and(eq(videoLink.id, linkId), eq(videoLink.videoId, videoId));
    const [row] = await tx.select({ revokedAt: videoLink.revokedAt }).from(videoLink).where(which);
    if (!row) throw new AppError("not_found");
    if ((row.revokedAt !== null) === revoked) return;
    await tx.update(videoLink).set({ revokedAt: revoked ? sql`now()` : null }).where(which);
    dropVerdicts(tx, videoId);
    await recordAudit(tx, actor, { action: revoked ? "video.link_revoked" : "video.link_restored", target: { type: "video", id: videoId }, details: { link: linkId } });
  });
}

/** Notes that a browser has opened a link, to the minute. */
export async function noteVideoLinkUsed(linkId: number): Promise<void> {
  const isOld = or(isNull(videoLink.lastUsedAt), lt(videoLink.lastUsedAt, sql`now() - make_interval(secs => ${settings.videoLinkUsedSeconds})`));
  await db().update(videoLink).set({ lastUsedAt: sql`now()` }).where(and(eq(videoLink.id, linkId), isOld));
}

/** Forgets links some time after their end or their revocation. Answers how many. */
export async function pruneVideoLinks(): Promise<number> {
  const isOver = sql`least(${videoLink.revokedAt}, ${videoLink.expiresAt}) < now() - make_interval(secs => ${settings.videoLinkKeptSeconds})`;
  return (await db().delete(videoLink).where(isOver).returning({ id: videoLink.id })).length;
}
