import { and, eq, inArray, isNull, lt, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { call } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { settings } from "@/lib/core/settings";
import { isRunning, runningStatuses } from "@/lib/recordings/state";
import type { RecordingRow } from "@/lib/recordings/transition";

const leaseEnd = sql`now() + make_interval(secs => ${settings.recordingLeaseSeconds})`;
const isFree = sql`coalesce(${recording.leaseUntil}, '-infinity') < now()`;
const isYoung = sql`${recording.createdAt} > now() - make_interval(secs => ${settings.recordingClaimSeconds})`;

/** Takes the lease of rows that nobody holds, as many as wished; what another process is taking at this moment is left to it. */
async function take(owner: string, where: SQL | undefined, limit: number): Promise<RecordingRow[]> {
  return transaction(async (tx) => {
    const free = await tx.select({ id: recording.id }).from(recording).where(and(where, isFree)).orderBy(recording.createdAt).limit(limit).for("update", { skipLocked: true });
    if (free.length === 0) return [];
    return tx.update(recording).set({ leaseOwner: owner, leaseUntil: leaseEnd }).where(inArray(recording.id, free.map(({ id }) => id))).returning();
  });
}

/** Wishes to record that nobody has taken, with the address of their room; from now on they are this owner's. */
export async function claimWishes(owner: string, limit: number): Promise<(Pick<RecordingRow, "id" | "kind" | "mode"> & { roomName: string })[]> {
  const rows = limit > 0 ? await take(owner, and(eq(recording.status, "initiated"), isYoung), limit) : [];
  if (rows.length === 0) return [];
  return db().select({ id: recording.id, kind: recording.kind, mode: recording.mode, roomName: room.slug }).from(recording).innerJoin(room, eq(room.id, recording.roomId)).where(inArray(recording.id, rows.map(({ id }) => id)));
}

/** Recordings whose process is gone before their file was whole; from now on they are this owner's to finish. */
export function claimLost(owner: string, limit: number): Promise<RecordingRow[]> {
  return take(owner, and(inArray(recording.status, ["active", "stopped"]), isNull(recording.finishedAt)), limit);
}

/** Wishes that nobody took in time. */
export async function findForsaken(): Promise<string[]> {
  const rows = await db().select({ id: recording.id }).from(recording).where(and(eq(recording.status, "initiated"), isFree, sql`not ${isYoung}`));
  return rows.map(({ id }) => id);
}

/** A call that ended a moment ago is told by LiveKit as well, which lets a recording end with its own reason. */
const callGraceSeconds = 10;

/**
 * Says that this owner is alive, and reads which of its recordings go on: a stopped one ends, and so does one whose call
 * is over or that another owner has taken meanwhile.
 */
export async function renewLeases(owner: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const mine = await db().update(recording).set({ leaseUntil: leaseEnd }).where(and(inArray(recording.id, [...ids]), eq(recording.leaseOwner, owner))).returning({ id: recording.id, status: recording.status });
  const over = await db()
    .select({ id: recording.id })
    .from(recording)
    .innerJoin(call, eq(call.id, recording.callId))
    .where(and(inArray(recording.id, [...ids]), inArray(recording.status, [...runningStatuses]), lt(call.endedAt, sql`now() - make_interval(secs => ${callGraceSeconds})`)));
  const ended = new Set(over.map(({ id }) => id));
  return new Set(mine.filter(({ id, status }) => isRunning(status) && !ended.has(id)).map(({ id }) => id));
}
