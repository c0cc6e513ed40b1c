import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { callWatch } from "@/db/schema/calls";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { positionAt } from "@/lib/calls/constants";
import type { SteerVideoInput, WatchState } from "@/lib/calls/contract";
import { bringToLivekit, moderationFactsOf } from "@/lib/calls/moderation";
import { canShowVideo, canSteerVideo } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { describeToCall } from "@/lib/calls/sync";
import { findWatchOf, readWatchState } from "@/lib/calls/watch";
import { AppError } from "@/lib/core/errors";

/**
 * Plays, pauses or seeks what the call watches, for everyone in it, and lets everyone steer or hosts alone. What is not
 * named stays; a wish without a place counts from where the video stands by the database's clock. Answers the new state.
 * @throws AppError unauthenticated, forbidden, not_found, conflict when this video is not shown (any more)
 */
export async function steerVideo(actor: Actor, idOrSlug: string, wish: SteerVideoInput): Promise<WatchState> {
  const entry = await getEntry(actor, idOrSlug);
  const { callId, isConnected, room } = entry;
  const facts = { ...moderationFactsOf(entry), isConnected };
  const shown = callId === null ? null : ((await findWatchOf(callId))?.shown ?? null);
  await transaction(async (tx) => {
    const [found] = await tx.select({ row: callWatch, now: sql<string>`clock_timestamp()` }).from(callWatch).where(eq(callWatch.callId, callId ?? 0)).for("update");
    authorize(canSteerVideo(actor, { ...facts, everyoneSteers: found?.row.everyoneSteers ?? false }));
    if (wish.everyone_steers !== undefined) authorize(canShowVideo(actor, facts));
    if (!found || shown?.video.id !== wish.video_id || found.row.videoId !== wish.video_id) throw new AppError("conflict", "This video is not shown any more.");
    const { row, now } = found;
    const before = { video: shown.video, playing: row.isPlaying, position_ms: row.positionMs, at: row.at.toISOString() };
    const positionMs = Math.min(wish.position_ms ?? positionAt(before, Date.parse(now)), shown.video.duration_ms);
    await tx
      .update(callWatch)
      .set({ isPlaying: wish.playing, everyoneSteers: wish.everyone_steers, positionMs, at: sql`clock_timestamp()`, version: sql`${callWatch.version} + 1` })
      .where(eq(callWatch.callId, row.callId));
  });
  await bringToLivekit(() => describeToCall(room.slug));
  return readWatchState(callId);
}
