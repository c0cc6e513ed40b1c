import { and, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import type { RecordingKind } from "@/lib/recordings/contract";
import { runningStatuses } from "@/lib/recordings/state";

/** `startedAt` is null before its first picture. */
type Running = { id: string; createdAt: Date; startedAt: Date | null; startedBy: number | null };

/** What runs in a room of its recording and its live stream: what everyone in its call is told of. */
export async function findRunning(roomId: number, on: Executor = db()): Promise<Record<RecordingKind, Running | null>> {
  const rows = await on.select({ id: recording.id, kind: recording.kind, createdAt: recording.createdAt, startedAt: recording.startedAt, startedBy: recording.startedBy }).from(recording).where(and(eq(recording.roomId, roomId), inArray(recording.status, [...runningStatuses])));
  const of = (kind: RecordingKind) => {
    const found = rows.find((row) => row.kind === kind);
    return found ? { id: found.id, createdAt: found.createdAt, startedAt: found.startedAt, startedBy: found.startedBy } : null;
  };
  return { recording: of("recording"), stream: of("stream") };
}
