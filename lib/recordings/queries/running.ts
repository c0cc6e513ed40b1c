import { and, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { runningStatuses } from "@/lib/recordings/state";

/** The recording that runs in a room: the one that everyone in its call is told of. `startedAt` is null before its first picture. */
export async function findRunningRecording(roomId: number, on: Executor = db()): Promise<{ id: string; startedAt: Date | null } | null> {
  const [found] = await on.select({ id: recording.id, startedAt: recording.startedAt }).from(recording).where(and(eq(recording.roomId, roomId), inArray(recording.status, [...runningStatuses])));
  return found ?? null;
}
