import { and, eq, inArray, isNotNull, isNull, lt, sql, type SQL } from "drizzle-orm";
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

type Engine = RecordingRow["engine"];
export type Claimed = Pick<RecordingRow, "id" | "kind" | "mode" | "engine" | "egressId"> & { /** The address of its room. */ roomName: string };

async function claim(owner: string, where: SQL | undefined, limit: number): Promise<Claimed[]> {
  const rows = limit > 0 ? await take(owner, where, limit) : [];
  if (rows.length === 0) return [];
  const { id, kind, mode, engine, egressId } = recording;
  return db().select({ id, kind, mode, engine, egressId, roomName: room.slug }).from(recording).innerJoin(room, eq(room.id, recording.roomId)).where(inArray(recording.id, rows.map((row) => row.id)));
}

/** Wishes to record by this engine that nobody has taken; from now on they are this owner's. */
export function claimWishes(owner: string, engine: Engine, limit: number): Promise<Claimed[]> {
  return claim(owner, and(eq(recording.status, "initiated"), eq(recording.engine, engine), isYoung), limit);
}

/** Recordings whose process is gone before their file was whole; from now on they are this owner's to finish. */
export function claimLost(owner: string, engines: readonly Engine[], limit: number): Promise<Claimed[]> {
  return claim(owner, and(inArray(recording.status, ["active", "stopped"]), inArray(recording.engine, [...engines]), isNull(recording.finishedAt)), limit);
}

/** Wishes whose process is gone, while this engine may record for them all the same; from now on they are this owner's. */
export function claimDoubtful(owner: string, engine: Engine, limit: number): Promise<Claimed[]> {
  return claim(owner, and(eq(recording.status, "initiated"), eq(recording.engine, engine), isNotNull(recording.leaseOwner), sql`not ${isYoung}`), limit);
}

/** Wishes that nobody took in time. */
export async function findForsaken(engines: readonly Engine[]): Promise<string[]> {
  const rows = await db().select({ id: recording.id }).from(recording).where(and(eq(recording.status, "initiated"), inArray(recording.engine, [...engines]), isFree, sql`not ${isYoung}`));
  return rows.map(({ id }) => id);
}

/** Lets whoever comes next take what goes on without this owner, at once. */
export async function releaseLeases(owner: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db().update(recording).set({ leaseUntil: sql`now()` }).where(and(inArray(recording.id, [...ids]), eq(recording.leaseOwner, owner)));
}

/** Of recordings that an engine outside has under way, those that nobody wants: over, given up, or begun a second time. What is not in this database is another installation's. */
export async function findUnwanted(running: readonly { recordingId: string; egressId: string }[]): Promise<string[]> {
  if (running.length === 0) return [];
  const { id, status, egressId, finishedAt } = recording;
  const rows = await db().select({ id, status, egressId, finishedAt }).from(recording).where(inArray(id, running.map((each) => each.recordingId)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return running.flatMap((each) => {
    const row = byId.get(each.recordingId);
    if (!row) return [];
    const isGoing = isRunning(row.status) || (row.status === "stopped" && row.finishedAt === null);
    return isGoing && (row.egressId === null || row.egressId === each.egressId) ? [] : [each.egressId];
  });
}

/** A call that ended a moment ago is told by LiveKit as well, which lets a recording end with its own reason. */
const callGraceSeconds = 10;

/**
 * Says that this owner is alive, and reads how its recordings stand: `over` is a stopped one, or one whose call is over.
 * What another owner has taken meanwhile is not in the answer.
 */
export async function renewLeases(owner: string, ids: readonly string[]): Promise<Map<string, "going" | "over">> {
  if (ids.length === 0) return new Map();
  const mine = await db().update(recording).set({ leaseUntil: leaseEnd }).where(and(inArray(recording.id, [...ids]), eq(recording.leaseOwner, owner))).returning({ id: recording.id, status: recording.status });
  const over = await db()
    .select({ id: recording.id })
    .from(recording)
    .innerJoin(call, eq(call.id, recording.callId))
    .where(and(inArray(recording.id, [...ids]), inArray(recording.status, [...runningStatuses]), lt(call.endedAt, sql`now() - make_interval(secs => ${callGraceSeconds})`)));
  const ended = new Set(over.map(({ id }) => id));
  return new Map(mine.map(({ id, status }) => [id, isRunning(status) && !ended.has(id) ? "going" : "over"]));
}
