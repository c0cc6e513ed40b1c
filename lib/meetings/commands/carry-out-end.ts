import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { call } from "@/db/schema/calls";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import { stateAt } from "@/lib/meetings/policy";
import { findRoomWindow } from "@/lib/meetings/queries/room-window";
import { livekit } from "@/lib/platform/livekit/api";

/** The room whose call is to be closed. */
export type RoomToClose = { roomId: number; slug: string };
/** `later`: by the database's clock the end that was waited for has not quite come. */
export type NotedEnd = { room: RoomToClose | null; isLater?: true };

/** How far the clock of whoever waited may be ahead of the database's. */
const clockSkewMs = 60_000;

/**
 * Notes that a time of a meeting is over and answers the room that closes with it. No room where there is nothing to do:
 * it was extended or moved since, or took place in a room that stays open. A worker that died after it noted the end gets
 * the room again from its successor: closing twice is closing once.
 */
export async function noteEnd({ occurrenceId, endsAtMs }: { occurrenceId: number; endsAtMs: number }): Promise<NotedEnd> {
  return transaction(async (tx) => {
    const [found] = await tx
      .select({ meetingId: meeting.id, ownsRoom: meeting.ownsRoom, roomId: room.id, slug: room.slug })
      .from(meetingOccurrence)
      .innerJoin(meeting, eq(meeting.id, meetingOccurrence.meetingId))
      .innerJoin(room, eq(room.id, meeting.roomId))
      .where(eq(meetingOccurrence.id, occurrenceId));
    if (!found) return { room: null };
    await tx.select({ id: meeting.id }).from(meeting).where(eq(meeting.id, found.meetingId)).for("no key update");
    const [occurrence] = await tx.select({ row: meetingOccurrence, now: sql<string>`clock_timestamp()` }).from(meetingOccurrence).where(eq(meetingOccurrence.id, occurrenceId));
    if (!occurrence) return { room: null };
    const now = new Date(occurrence.now);
    if (stateAt(occurrence.row, now) !== "over") {
      const isSoon = occurrence.row.endsAt.getTime() === endsAtMs && endsAtMs - now.getTime() <= clockSkewMs;
      return { room: null, ...(isSoon ? { isLater: true } : {}) };
    }
    if (occurrence.row.endedAt === null) await tx.update(meetingOccurrence).set({ endedAt: sql`clock_timestamp()` }).where(eq(meetingOccurrence.id, occurrenceId));
    return { room: found.ownsRoom ? { roomId: found.roomId, slug: found.slug } : null };
  });
}

/** Closes the call of a meeting's own room for all, unless another time of it is open by now. @throws AppError upstream_failed while LiveKit is away */
export async function closeRoomAfterEnd({ roomId, slug }: RoomToClose): Promise<boolean> {
  const window = await findRoomWindow(roomId, null);
  if (window === null || window.state === "open") return false;
  await livekit().deleteRoom(slug);
  return true;
}

/** Closes every call that still runs in a meeting's own room outside its hours: what an end could not do while LiveKit was away. Answers how many. @throws AppError upstream_failed */
export async function closeOverdueCalls(): Promise<number> {
  const running = await db()
    .select({ roomId: room.id, slug: room.slug })
    .from(call)
    .innerJoin(room, eq(room.id, call.roomId))
    .innerJoin(meeting, and(eq(meeting.roomId, room.id), eq(meeting.ownsRoom, true)))
    .where(isNull(call.endedAt));
  let closed = 0;
  for (const each of running) if (await closeRoomAfterEnd(each)) closed += 1;
  return closed;
}
