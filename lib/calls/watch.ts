import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { call, callVisit, callWatch } from "@/db/schema/calls";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { identityOf, type Watch, type WatchState } from "@/lib/calls/contract";
import { canTakePart } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { settings } from "@/lib/core/settings";
import { findShownVideo, type ShownVideo } from "@/lib/videos/queries";

type WatchRow = typeof callWatch.$inferSelect;
type Found = { row: WatchRow; video: ShownVideo | null; by: string };

async function findWatch(callId: number): Promise<Found | null> {
  const [found] = await db().select({ row: callWatch, by: user.name }).from(callWatch).leftJoin(user, eq(user.id, callWatch.shownBy)).where(eq(callWatch.callId, callId));
  if (!found) return null;
  const { row } = found;
  const video = row.videoId !== null && row.shownBy !== null ? await findShownVideo(row.shownBy, row.videoId) : null;
  return { row, video, by: found.by ?? "" };
}

function toWatch({ row, video, by }: Found): Watch {
  if (!video) return { version: row.version, shown: null };
  const { id, title, durationSeconds, masterUrl: playlist, posterUrl: poster, storyboardUrl: storyboard, captions } = video;
  return {
    version: row.version,
    shown: { video: { id, title, duration_ms: Math.round(durationSeconds * 1000), playlist, poster, storyboard, captions }, by, playing: row.isPlaying, position_ms: row.positionMs, at: row.at.toISOString(), everyone_steers: row.everyoneSteers },
  };
}

/** What a running call watches, as everyone in it is told; null where nothing was ever shown. A video that was deleted or withdrawn is shown no more. */
export async function findWatchOf(callId: number): Promise<Watch | null> {
  const found = await findWatch(callId);
  return found && toWatch(found);
}

/** The same for somebody in the call, with the server's time. @throws AppError unauthenticated, forbidden outside the call, not_found */
export async function getWatchState(actor: Actor, idOrSlug: string): Promise<WatchState> {
  const { callId, isConnected } = await getEntry(actor, idOrSlug);
  authorize(canTakePart(actor, { isConnected }));
  return readWatchState(callId);
}

/** What a call watches, with the server's time. Authorization is the caller's. */
export async function readWatchState(callId: number | null): Promise<WatchState> {
  const found = callId === null ? null : await findWatch(callId);
  const watch = found ? toWatch(found) : { version: 0, shown: null };
  // Read last: what a client takes for the server's time should be as young as it can be.
  const [row] = await db().execute<{ now: string }>(sql`select clock_timestamp() as now`);
  return { ...watch, now: new Date(row!.now).toISOString() };
}

/**
 * The bytes of a video for one to whom it is shown at this moment: a person or a guest in a running call that watches it,
 * or gone from it so briefly that it is the same visit. Null for everyone else, and once whoever shows it may not play it
 * any more. Asked for each file anew, so that it ends with the showing, with the call and with one's own place in it.
 */
export async function findPlaybackInCall(actor: Actor, videoId: number): Promise<ShownVideo["outputs"] | null> {
  const identity = identityOf(actor);
  if (identity === null) return null;
  const isInside = sql`coalesce(${callVisit.leftAt}, now()) > now() - make_interval(secs => ${settings.callReturnSeconds})`;
  const showing = await db()
    .selectDistinct({ by: callWatch.shownBy })
    .from(callWatch)
    .innerJoin(call, and(eq(call.id, callWatch.callId), isNull(call.endedAt)))
    .innerJoin(callVisit, and(eq(callVisit.callId, call.id), eq(callVisit.identity, identity), eq(callVisit.sentAway, false), isInside))
    .where(eq(callWatch.videoId, videoId));
  for (const { by } of showing) {
    const video = by === null ? null : await findShownVideo(by, videoId);
    if (video) return video.outputs;
  }
  return null;
}
