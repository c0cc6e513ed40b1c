import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { call } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { appendRoomEvent } from "@/lib/events/room-events";

export type TrackedRoom = { id: number; slug: string };
export type TrackedCall = { id: number; livekitSid: string | null; startedAt: Date };

/** Locks the room of a slug, so that news about its call are taken one after the other. Null where there is none. */
export async function lockRoom(tx: Tx, slug: string): Promise<TrackedRoom | null> {
  const [found] = await tx.select({ id: room.id, slug: room.slug }).from(room).where(eq(room.slug, slug)).for("update");
  return found ?? null;
}

/** The call that runs in a locked room. */
export async function findRunningCall(tx: Tx, roomId: number): Promise<TrackedCall | null> {
  const [running] = await tx
    .select({ id: call.id, livekitSid: call.livekitSid, startedAt: call.startedAt })
    .from(call)
    .where(and(eq(call.roomId, roomId), isNull(call.endedAt)));
  return running ?? null;
}

/** Begins a call, with its line in the room's sequence; late news of an incarnation that is over begin nothing. */
export async function startCall(tx: Tx, at: TrackedRoom, sid: string): Promise<boolean> {
  const [over] = await tx.select({ id: call.id }).from(call).where(and(eq(call.roomId, at.id), eq(call.livekitSid, sid)));
  if (over) return false;
  const [started] = await tx.insert(call).values({ roomId: at.id, livekitSid: sid }).returning({ startedAt: call.startedAt });
  await appendRoomEvent(tx, at.id, "call_started", (version) => ({ room: { id: at.id, version }, started_at: started!.startedAt.toISOString() }));
  return true;
}

/** Ends the running call, with its line in the room's sequence. */
export async function endCall(tx: Tx, at: TrackedRoom, running: TrackedCall): Promise<void> {
  const endedAt = new Date();
  await tx.update(call).set({ endedAt }).where(eq(call.id, running.id));
  await appendRoomEvent(tx, at.id, "call_ended", (version) => ({
    room: { id: at.id, version },
    started_at: running.startedAt.toISOString(),
    ended_at: endedAt.toISOString(),
  }));
}
