import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { call } from "@/db/schema/calls";
import { meeting } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import { systemActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { AppError, isAppError } from "@/lib/core/errors";
import { findRoomWindow } from "@/lib/meetings/queries/room-window";

/** A meeting's own room. */
type MeetingRoom = { roomId: number; slug: string };

/**
 * Closes the call of a meeting's own room for all, with the meeting as the reason, unless another time of it is open by
 * now. Answers whether it did.
 * @throws AppError upstream_failed while LiveKit is away: here the call is over and its keys open nothing; repeating it
 * tells LiveKit
 */
export async function closeMeetingCall({ roomId, slug }: MeetingRoom): Promise<boolean> {
  const window = await findRoomWindow(roomId, null);
  if (window === null || window.state === "open") return false;
  try {
    const { livekit_synced: isClosed } = await endCallForAll(systemActor, slug, "meeting");
    if (!isClosed) throw new AppError("upstream_failed");
    return true;
  } catch (error) {
    // A deleted room: its call ends with it.
    if (isAppError(error) && error.code === "not_found") return false;
    throw error;
  }
}

/** Closes every call that still runs in a meeting's own room outside its hours: what no run for the end did. Answers how many. @throws AppError upstream_failed */
export async function closeOverdueCalls(): Promise<number> {
  const running = await db()
    .select({ roomId: room.id, slug: room.slug })
    .from(call)
    .innerJoin(room, eq(room.id, call.roomId))
    .innerJoin(meeting, and(eq(meeting.roomId, room.id), eq(meeting.ownsRoom, true)))
    .where(isNull(call.endedAt));
  let closed = 0;
  for (const each of running) if (await closeMeetingCall(each)) closed += 1;
  return closed;
}
