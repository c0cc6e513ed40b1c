import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { call, callHand, callVisit, callWatch } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { parsePersonIdentity, type CallEnding } from "@/lib/calls/contract";
import { tagIn } from "@/lib/calls/place";
import { settings } from "@/lib/core/settings";
import { appendRoomEvent } from "@/lib/events/room-events";
import type { LivekitParticipant } from "@/lib/platform/livekit/api";

export type TrackedRoom = { id: number; slug: string; isDeleted: boolean };
export type TrackedCall = { id: number; livekitSid: string | null; startedAt: Date };
/** What is told about somebody in a call, by a webhook or by LiveKit's own list. */
export type Seen = Pick<LivekitParticipant, "identity" | "sid" | "name" | "isHidden" | "joinedAt" | "attributes">;

/** People make a call; recorders and other machines do not. */
export function isPerson({ identity, isHidden }: Pick<Seen, "identity" | "isHidden">): boolean {
  return !isHidden && parsePersonIdentity(identity) !== null;
}

/** Locks the room of a slug, so that news about its call are taken one after the other. Null where there is none. */
export async function lockRoom(tx: Tx, slug: string): Promise<TrackedRoom | null> {
  const [found] = await tx.select({ id: room.id, slug: room.slug, deletedAt: room.deletedAt }).from(room).where(eq(room.slug, slug)).for("no key update");
  return found ? { id: found.id, slug: found.slug, isDeleted: found.deletedAt !== null } : null;
}

const callColumns = { id: call.id, livekitSid: call.livekitSid, startedAt: call.startedAt };

/** The call that runs in a locked room. */
export async function findRunningCall(tx: Tx, roomId: number): Promise<TrackedCall | null> {
  const [running] = await tx.select(callColumns).from(call).where(and(eq(call.roomId, roomId), isNull(call.endedAt)));
  return running ?? null;
}

/** The call of an incarnation, running or over. */
export async function findCallOf(tx: Tx, roomId: number, sid: string): Promise<{ id: number; endedAt: Date | null } | null> {
  const [found] = await tx.select({ id: call.id, endedAt: call.endedAt }).from(call).where(and(eq(call.roomId, roomId), eq(call.livekitSid, sid)));
  return found ?? null;
}

/** Begins a call, with its line in the room's sequence. Null for late news of an incarnation that is over: they begin nothing. */
export async function startCall(tx: Tx, at: TrackedRoom, sid: string): Promise<TrackedCall | null> {
  if (await findCallOf(tx, at.id, sid)) return null;
  const [started] = await tx.insert(call).values({ roomId: at.id, livekitSid: sid }).returning(callColumns);
  if (!started) throw new Error("the call was not returned");
  await appendRoomEvent(tx, at.id, "call_started", (version) => ({ room: { id: at.id, version }, started_at: started.startedAt.toISOString() }));
  return started;
}

/** Ends the running call and every stay in it, with its line in the room's sequence. `endedAt` is the database's now where it is not known better. */
export async function endCall(tx: Tx, at: TrackedRoom, running: TrackedCall, endedBy: CallEnding, endedAt?: Date): Promise<void> {
  const [ended] = await tx
    .update(call)
    .set({ endedAt: endedAt ?? sql`clock_timestamp()`, endedBy })
    .where(eq(call.id, running.id))
    .returning({ endedAt: call.endedAt });
  if (!ended?.endedAt) throw new Error("the call was not returned");
  await closeVisits(tx, running.id, ended.endedAt);
  await tx.delete(callWatch).where(eq(callWatch.callId, running.id));
  await appendRoomEvent(tx, at.id, "call_ended", (version) => ({
    room: { id: at.id, version },
    started_at: running.startedAt.toISOString(),
    ended_at: ended.endedAt!.toISOString(),
  }));
}

/** Notes that somebody is in the call. A second time, or after they are known to have left, it changes nothing. */
export async function openVisit(tx: Tx, at: { id: number; endedAt: Date | null }, seen: Seen): Promise<void> {
  const { sid: participantSid, identity, name, joinedAt, attributes } = seen;
  const hand = and(eq(callHand.callId, at.id), eq(callHand.identity, identity));
  // Whoever comes back after more than a short break starts anew.
  await tx.delete(callHand).where(and(hand, sql`not exists (select from ${callVisit} where ${callVisit.callId} = ${at.id} and ${callVisit.identity} = ${identity} and coalesce(${callVisit.leftAt}, now()) > now() - make_interval(secs => ${settings.callReturnSeconds}))`));
  await tx
    .insert(callVisit)
    .values({ callId: at.id, participantSid, identity, name, sessionTag: tagIn(attributes), joinedAt, leftAt: at.endedAt && later(at.endedAt, joinedAt) })
    .onConflictDoNothing();
}

/** Notes that somebody left. The news of their coming may be later on the way. */
export async function endVisit(tx: Tx, at: { id: number }, seen: Seen, leftAt: Date): Promise<void> {
  const { sid: participantSid, identity, name, joinedAt, attributes } = seen;
  await tx
    .insert(callVisit)
    .values({ callId: at.id, participantSid, identity, name, sessionTag: tagIn(attributes), joinedAt, leftAt: later(leftAt, joinedAt) })
    .onConflictDoUpdate({ target: callVisit.participantSid, set: { leftAt: sql`coalesce(${callVisit.leftAt}, excluded.left_at)` } });
}

/** Ends the stays of everyone whose connection is not among the given ones. */
export async function closeVisits(tx: Tx, callId: number, leftAt: Date, except: readonly string[] = []): Promise<void> {
  const others = except.length === 0 ? undefined : notInArray(callVisit.participantSid, [...except]);
  await tx
    .update(callVisit)
    .set({ leftAt: sql`greatest(${leftAt.toISOString()}::timestamptz, ${callVisit.joinedAt})` })
    .where(and(eq(callVisit.callId, callId), isNull(callVisit.leftAt), others));
}

/** LiveKit's clock counts in seconds for some things: nobody left before they came. */
function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
