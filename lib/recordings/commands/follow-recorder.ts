import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { recording, streamTarget } from "@/db/schema/recordings";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { recordEvent } from "@/lib/platform/jobs";
import type { RecordingEnd } from "@/lib/platform/recorder/engine";
import { recordingFinished } from "@/lib/recordings/contract";
import { isRunning } from "@/lib/recordings/state";
import { reasonOf } from "@/lib/recordings/targets";
import { lockRecording, moveRecording, tellOfRecording, type RecordingRow } from "@/lib/recordings/transition";

const now = sql`clock_timestamp()`;
const released = { leaseOwner: null, leaseUntil: null };

/** The first picture or sound of a recording was written, so many seconds ago. Nothing where it was given up meanwhile, or is another owner's. */
export async function noteBeginning(id: string, owner: string, secondsAgo: number): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (row?.status === "initiated" && row.leaseOwner === owner) await moveRecording(tx, row, "active", { startedAt: sql`clock_timestamp() - make_interval(secs => ${secondsAgo})` });
  });
}

/** What becomes of one of a stream's targets; without words of the recorder its address was of no use. Nothing of a stream that is over, of a target that has failed, or of another owner's. */
export async function noteTarget(id: string, owner: string, position: number, { state, reason }: { state: "live" | "reconnecting" | "failed"; reason?: string | undefined }): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (!row || !isRunning(row.status) || row.leaseOwner !== owner) return;
    const mine = and(eq(streamTarget.recordingId, id), eq(streamTarget.position, position), inArray(streamTarget.state, ["waiting", "live", "reconnecting"]), ne(streamTarget.state, state));
    const changed = await tx.update(streamTarget).set({ state, reason: state !== "live" ? reasonOf(reason ?? "refused") : null }).where(mine).returning({ position: streamTarget.position });
    if (changed.length > 0) await tellOfRecording(tx, row, false);
  });
}

/** Keeps the number of what records outside of us: whoever comes after this process asks for it by that. */
export async function noteEgress(id: string, owner: string, egressId: string): Promise<void> {
  await db().update(recording).set({ egressId }).where(and(eq(recording.id, id), eq(recording.leaseOwner, owner)));
}

/**
 * Nothing more is recorded. With a usable file the recording is `stopped`, and a job takes the file from here; without one
 * it has failed, with the reason. Of one that was given up nothing is kept. Told by another owner than the row's, it is
 * ignored. Answers whether the file is still wanted.
 */
export async function noteEnd(id: string, owner: string, { reason, isUsable }: RecordingEnd): Promise<boolean> {
  return transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    // Gone with its room, or deleted for good.
    if (!row) return false;
    if (row.leaseOwner !== owner || row.finishedAt !== null) return true;
    if (!isUsable || row.status === "aborted" || row.status === "failed" || row.status === "saved") {
      await giveUp(tx, row, reason ?? "crashed");
      return false;
    }
    // Its beginning could not be written when it was told.
    const begun = row.status === "initiated" ? await moveRecording(tx, row, "active", { startedAt: now }) : row;
    if (begun.status === "active") await moveRecording(tx, begun, "stopped", { reason: reason ?? "crashed", stoppedAt: now, finishedAt: now, ...released });
    else await tx.update(recording).set({ finishedAt: now, ...released }).where(eq(recording.id, id));
    await recordEvent(tx, recordingFinished.create({ recordingId: id }, { id: `recording-${id}-finished` }));
    return true;
  });
}

/** Nothing that records took a wish in time. */
export async function noteForsaken(id: string): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (row?.status === "initiated") await giveUp(tx, row, "no_recorder");
  });
}

async function giveUp(tx: Tx, row: RecordingRow, reason: NonNullable<RecordingRow["reason"]>): Promise<void> {
  if (row.status === "aborted" || row.status === "failed" || row.status === "saved") {
    await tx.update(recording).set(released).where(eq(recording.id, row.id));
    return;
  }
  await moveRecording(tx, row, "failed", { reason, stoppedAt: sql`coalesce(${recording.stoppedAt}, clock_timestamp())`, ...released });
  await recordAudit(tx, systemActor, { action: "recording.failed", target: { type: "recording", id: row.id }, details: { room: row.roomId, reason } });
}
