import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { closeVisits, endCall, findCallOf, findRunningCall, isPerson, lockRoom, openVisit, startCall, type TrackedCall, type TrackedRoom } from "@/lib/calls/track";
import { isAppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { livekit, type LivekitParticipant, type LivekitRoom } from "@/lib/platform/livekit/api";
import { log } from "@/lib/platform/log";

type Changes = { started: number; ended: number; moved: number; closed: number };
type Change = keyof Changes | "same";

/** A room as LiveKit has it, with the people in it. */
type Held = { sid: string; people: LivekitParticipant[] };
/** What LiveKit said, and the database's time right before it was asked: what happened since is left alone. */
type Look = { held: Held | undefined; seenAt: Date };

/** The database's clock, as the rows have it. */
async function databaseNow(): Promise<Date> {
  const [row] = await db().execute<{ now: string }>(sql`select now() as now`);
  return new Date(row!.now);
}

/** Makes the stays in a call what LiveKit says. */
async function settleVisits(tx: Tx, running: TrackedCall, { held, seenAt }: Look): Promise<void> {
  const people = held?.people ?? [];
  for (const person of people) await openVisit(tx, { id: running.id, endedAt: null }, person);
  const since = await tx
    .select({ sid: callVisit.participantSid })
    .from(callVisit)
    .where(and(eq(callVisit.callId, running.id), isNull(callVisit.leftAt), sql`${callVisit.joinedAt} >= ${seenAt.toISOString()}::timestamptz - interval '2 seconds'`));
  await closeVisits(tx, running.id, seenAt, [...people, ...since].map((each) => each.sid));
}

/** When the last one known left; null while somebody is known to be inside. */
async function emptySince(tx: Tx, running: TrackedCall): Promise<Date | null> {
  const [stays] = await tx
    .select({ inside: sql<number>`count(*) filter (where ${callVisit.leftAt} is null)::int`, last: sql<string | null>`max(${callVisit.leftAt})` })
    .from(callVisit)
    .where(eq(callVisit.callId, running.id));
  if (stays && stays.inside > 0) return null;
  return stays?.last ? new Date(stays.last) : running.startedAt;
}

/** A call nobody knows of: missed, or closed here while LiveKit could not be told. */
async function settleUnknown(tx: Tx, at: TrackedRoom, { held, seenAt }: Look): Promise<Change | "close"> {
  if (!held || held.people.length === 0) return "same";
  const past = await findCallOf(tx, at.id, held.sid);
  if (past?.endedAt) return past.endedAt < seenAt ? "close" : "same";
  const started = await startCall(tx, at, held.sid);
  if (!started) return "same";
  for (const person of held.people) await openVisit(tx, { id: started.id, endedAt: null }, person);
  return "started";
}

/** Makes one room's call what LiveKit says; `close`: LiveKit holds what is over here. */
async function settle(tx: Tx, at: TrackedRoom, look: Look): Promise<Change | "close"> {
  const { held, seenAt } = look;
  const running = await findRunningCall(tx, at.id);
  if (at.isDeleted) {
    if (running) await endCall(tx, at, running, "deleted");
    return held ? "close" : running ? "ended" : "same";
  }
  if (!running) return settleUnknown(tx, at, look);
  if (running.startedAt >= seenAt) return "same";
  const isSame = running.livekitSid === held?.sid;
  await settleVisits(tx, running, look);
  if (held && held.people.length > 0) {
    if (isSame) return "same";
    // LiveKit was restarted and the people came back: the same call in a new incarnation.
    await tx.update(call).set({ livekitSid: held.sid }).where(eq(call.id, running.id));
    return "moved";
  }
  // A room that is there and empty is ended by LiveKit itself. One that is gone may be a restart: people get time to come back.
  const since = await emptySince(tx, running);
  if (isSame || !since || since.getTime() > seenAt.getTime() - settings.callLostSeconds * 1000) return "same";
  await endCall(tx, at, running, "left", since);
  return "ended";
}

async function lookAt(slug: string, held: LivekitRoom | undefined, seenAt: Date): Promise<Look> {
  if (!held) return { held: undefined, seenAt };
  const people = (await livekit().listParticipants(slug)).filter(isPerson);
  return { held: { sid: held.sid, people }, seenAt };
}

async function settleAll(slugs: Iterable<string>, rooms: LivekitRoom[], seenAt: Date): Promise<Changes> {
  const held = new Map(rooms.map((each) => [each.name, each]));
  const counts: Changes = { started: 0, ended: 0, moved: 0, closed: 0 };
  for (const slug of slugs) {
    const look = await lookAt(slug, held.get(slug), seenAt);
    const change = await transaction(async (tx) => {
      const at = await lockRoom(tx, slug);
      return at ? settle(tx, at, look) : "same";
    });
    if (change === "close") await livekit().deleteRoom(slug);
    if (change !== "same") counts[change === "close" ? "closed" : change] += 1;
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
 * end, those that were missed begin, those that were closed here are closed there; so with the people in them.
 * @throws AppError upstream_failed while LiveKit is away: then nothing is known and nothing changes
 */
export async function reconcileCalls(): Promise<Changes> {
  const seenAt = await databaseNow();
  const rooms = await livekit().listRooms();
  const running = db().select({ id: call.roomId }).from(call).where(isNull(call.endedAt));
  // Rooms of LiveKit that are none of ours belong to somebody else, or to a connection test that ends by itself.
  const names = rooms.map((each) => each.name);
  const ours = await db().select({ slug: room.slug }).from(room).where(or(inArray(room.id, running), names.length === 0 ? undefined : inArray(room.slug, names)));
  return settleAll(new Set(ours.map((each) => each.slug)), rooms, seenAt);
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
