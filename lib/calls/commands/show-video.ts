import { eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { callWatch } from "@/db/schema/calls";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import type { ShowVideoInput, Synced } from "@/lib/calls/contract";
import { bringToLivekit, lockForModeration, moderationFactsOf, requireRunning } from "@/lib/calls/moderation";
import { canModerateCall, canShowVideo } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { describeToCall } from "@/lib/calls/sync";
import { AppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { roomChanged } from "@/lib/rooms/contract";
import { findShownVideo } from "@/lib/videos/queries";

/**
 * Shows a video of the library to everyone in the call, standing at its beginning until somebody plays it. Another one
 * that was shown is replaced. For hosts who are in the call and may play the video themselves.
 * @throws AppError unauthenticated, forbidden; not_found for the room, and for a video that this person may not play
 */
export async function showVideo(actor: Actor, idOrSlug: string, { video_id: videoId }: ShowVideoInput): Promise<Synced> {
  const asked = await getEntry(actor, idOrSlug);
  authorize(canShowVideo(actor, { ...moderationFactsOf(asked), isConnected: asked.isConnected }));
  const { userId } = requireUser(actor);
  if (!(await findShownVideo(userId, videoId))) throw new AppError("not_found", "There is no such video for you.");
  const slug = await transaction(async (tx) => {
    const { at, running, entry } = await lockForModeration(tx, actor, idOrSlug);
    authorize(canShowVideo(actor, { ...moderationFactsOf(entry), isConnected: entry.isConnected }));
    const { id } = requireRunning(running);
    const start = { videoId, shownBy: userId, isPlaying: false, positionMs: 0, everyoneSteers: false, at: sql`clock_timestamp()` };
    await tx.insert(callWatch).values({ callId: id, ...start }).onConflictDoUpdate({ target: callWatch.callId, set: { ...start, version: sql`${callWatch.version} + 1` } });
    await recordAudit(tx, actor, { action: "call.video_shown", target: { type: "room", id: at.id }, details: { video: videoId } });
    await recordEvent(tx, roomChanged.create({ roomId: at.id }));
    return at.slug;
  });
  return bringToLivekit(() => describeToCall(slug));
}

/** Shows it no more: nobody gets another file of it by the call. Nothing shown is no change. For hosts, also from outside. @throws AppError unauthenticated, forbidden, not_found, conflict without a call */
export async function stopVideo(actor: Actor, idOrSlug: string): Promise<Synced> {
  const slug = await transaction(async (tx) => {
    const { at, running, entry } = await lockForModeration(tx, actor, idOrSlug);
    authorize(canModerateCall(actor, moderationFactsOf(entry)));
    await stop(tx, actor, at.id, requireRunning(running).id);
    return at.slug;
  });
  return bringToLivekit(() => describeToCall(slug));
}

async function stop(tx: Tx, actor: Actor, roomId: number, callId: number): Promise<void> {
  const [shown] = await tx.select({ videoId: callWatch.videoId }).from(callWatch).where(eq(callWatch.callId, callId)).for("update");
  if (!shown || shown.videoId === null) return;
  await tx.update(callWatch).set({ videoId: null, shownBy: null, isPlaying: false, version: sql`${callWatch.version} + 1` }).where(eq(callWatch.callId, callId));
  await recordAudit(tx, actor, { action: "call.video_stopped", target: { type: "room", id: roomId }, details: { video: shown.videoId } });
  await recordEvent(tx, roomChanged.create({ roomId }));
}
