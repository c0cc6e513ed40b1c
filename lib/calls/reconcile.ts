import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { call } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { endCall, findRunningCall, lockRoom, startCall, type TrackedRoom } from "@/lib/calls/track";
import { isAppError } from "@/lib/core/errors";
import { livekit, type LivekitRoom } from "@/lib/platform/livekit/api";
import { log } from "@/lib/platform/log";

type Changes = { started: number; ended: number; moved: number };

/** The database's clock, as the rows have it. */
async function databaseNow(): Promise<Date> {
  const [row] = await db().execute<{ now: string }>(sql`select now() as now`);
  return new Date(row!.now);
}

/** Makes one room's call what LiveKit says. `seenAt` is before LiveKit was asked: what began since is left alone. */
async function settle(tx: Tx, at: TrackedRoom, held: LivekitRoom | undefined, seenAt: Date): Promise<"started" | "ended" | "moved" | "same"> {
  const running = await findRunningCall(tx, at.id);
  const hasPeople = held !== undefined && held.participantCount > 0;
  if (!running) return hasPeople && (await startCall(tx, at, held.sid)) ? "started" : "same";
  if (running.startedAt >= seenAt || running.livekitSid === held?.sid) return "same";
  if (hasPeople) {
    // LiveKit was restarted and the people came back: the same call in a new incarnation.
    await tx.update(call).set({ livekitSid: held.sid }).where(eq(call.id, running.id));
    return "moved";
  }
  await endCall(tx, at, running);
  return "ended";
}

async function settleAll(slugs: Iterable<string>, rooms: LivekitRoom[], seenAt: Date): Promise<Changes> {
  const held = new Map(rooms.map((each) => [each.name, each]));
  const counts = { started: 0, ended: 0, moved: 0 };
  for (const slug of slugs) {
    const change = await transaction(async (tx) => {
      const at = await lockRoom(tx, slug);
      return at ? settle(tx, at, held.get(slug), seenAt) : "same";
    });
    if (change !== "same") counts[change] += 1;
  }
  return counts;
}

/** Compares one room's call with LiveKit. @throws AppError upstream_failed */
export async function reconcileCall(slug: string): Promise<void> {
  const seenAt = await databaseNow();
  await settleAll([slug], await livekit().listRooms([slug]), seenAt);
}

/**
 * Compares every call with LiveKit: webhooks may be lost, and a killed server sends none. Calls whose people are gone
 * end, those that were missed begin. @throws AppError upstream_failed while LiveKit is away: then nothing is known and nothing changes
 */
export async function reconcileCalls(): Promise<Changes> {
  const seenAt = await databaseNow();
  const rooms = await livekit().listRooms();
  const running = await db().select({ slug: room.slug }).from(call).innerJoin(room, eq(room.id, call.roomId)).where(isNull(call.endedAt));
  const busy = rooms.filter((each) => each.participantCount > 0).map((each) => each.name);
  const known = busy.length === 0 ? [] : await db().select({ slug: room.slug }).from(room).where(and(inArray(room.slug, busy), isNull(room.deletedAt)));
  return settleAll(new Set([...running, ...known].map((each) => each.slug)), rooms, seenAt);
}

/** The same, for jobs and starts: that LiveKit is away is an answer, not a failure. */
export async function tryReconcileCalls(): Promise<Changes | { away: true }> {
  try {
    return await reconcileCalls();
  } catch (error) {
    if (!isAppError(error) || error.code !== "upstream_failed") throw error;
    log.warn({ err: error }, "LiveKit is away: calls were not compared");
    return { away: true };
  }
}
