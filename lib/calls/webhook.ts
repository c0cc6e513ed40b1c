import { lt, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { livekitWebhook } from "@/db/schema/calls";
import { reconcileCall } from "@/lib/calls/reconcile";
import { endCall, findRunningCall, lockRoom, startCall } from "@/lib/calls/track";
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

async function applyOnce(tx: Tx, { kind, room, participant }: CallEvent): Promise<Outcome> {
  const isEntry = kind === "participant_joined" && participant !== null && !participant.isHidden;
  if (!room || (!isEntry && kind !== "room_finished")) return "ignored";
  const at = await lockRoom(tx, room.name);
  if (!at) return "ignored";
  const running = await findRunningCall(tx, at.id);
  if (isEntry) {
    if (running) return running.livekitSid === room.sid ? "applied" : "contradicted";
    return (await startCall(tx, at, room.sid)) ? "applied" : "ignored";
  }
  if (running?.livekitSid !== room.sid) return "ignored";
  await endCall(tx, at, running);
  return "applied";
}

/** Forgets webhooks of yesterday: LiveKit repeats for half a minute, and older ones are refused. Answers how many went. */
export async function pruneWebhooks(): Promise<number> {
  const gone = await db().delete(livekitWebhook).where(lt(livekitWebhook.receivedAt, sql`now() - interval '1 day'`)).returning({ id: livekitWebhook.id });
  return gone.length;
}
