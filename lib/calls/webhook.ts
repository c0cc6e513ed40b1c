import { lt, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { livekitWebhook } from "@/db/schema/calls";
import { reconcileCall } from "@/lib/calls/reconcile";
import { endCall, endVisit, findCallOf, findRunningCall, isPerson, lockRoom, openVisit, startCall, type Seen, type TrackedRoom } from "@/lib/calls/track";
import { isAppError } from "@/lib/core/errors";
import type { CallEvent } from "@/lib/platform/livekit/webhook";
import { log } from "@/lib/platform/log";

type Outcome = "applied" | "repeated" | "ignored" | "contradicted";

/**
 * Acts once on what LiveKit tells; the same id again does nothing. Events may come late and in any order: one that does
 * not fit what is known (another incarnation of the room) makes us ask LiveKit itself.
 */
export async function applyWebhook(event: CallEvent): Promise<Outcome> {
  const outcome = await transaction(async (tx): Promise<Outcome> => {
    const [fresh] = await tx.insert(livekitWebhook).values({ id: event.id, event: event.kind }).onConflictDoNothing().returning({ id: livekitWebhook.id });
    return fresh ? applyOnce(tx, event) : "repeated";
  });
  if (outcome === "contradicted" && event.room) {
    try {
      await reconcileCall(event.room.name);
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.warn({ err: error }, "a call could not be compared with LiveKit; the job does it within a minute");
    }
  }
  return outcome;
}

async function applyOnce(tx: Tx, event: CallEvent): Promise<Outcome> {
  const { kind, room, participant } = event;
  const seen = participant !== null && isPerson(participant) ? participant : null;
  if (!room || (!seen && kind !== "room_finished")) return "ignored";
  const at = await lockRoom(tx, room.name);
  if (!at) return "ignored";
  if (kind === "room_finished") return finish(tx, at, room.sid);
  if (kind === "participant_joined") return enter(tx, at, room.sid, seen!);
  if (kind !== "participant_left" && kind !== "participant_connection_aborted") return "ignored";
  const of = await findCallOf(tx, at.id, room.sid);
  if (!of) return "ignored";
  await endVisit(tx, of, seen!, event.createdAt);
  return "applied";
}

async function finish(tx: Tx, at: TrackedRoom, sid: string): Promise<Outcome> {
  const running = await findRunningCall(tx, at.id);
  if (running?.livekitSid !== sid) return "ignored";
  await endCall(tx, at, running, "left");
  return "applied";
}

async function enter(tx: Tx, at: TrackedRoom, sid: string, seen: Seen): Promise<Outcome> {
  if (at.isDeleted) return "ignored";
  const known = await findCallOf(tx, at.id, sid);
  if (!known && (await findRunningCall(tx, at.id))) return "contradicted";
  const of = known ?? (await startCall(tx, at, sid));
  if (!of) return "ignored";
  await openVisit(tx, { id: of.id, endedAt: known?.endedAt ?? null }, seen);
  return "applied";
}

/** Forgets webhooks of yesterday: LiveKit repeats for half a minute, and older ones are refused. Answers how many went. */
export async function pruneWebhooks(): Promise<number> {
  const gone = await db().delete(livekitWebhook).where(lt(livekitWebhook.receivedAt, sql`now() - interval '1 day'`)).returning({ id: livekitWebhook.id });
  return gone.length;
}
