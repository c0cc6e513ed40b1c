import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import { stateAt } from "@/lib/meetings/policy";

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
