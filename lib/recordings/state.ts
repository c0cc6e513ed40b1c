import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { recordingEngines } from "@/lib/recordings/constants";
import type { RecordingReason, RecordingStatus } from "@/lib/recordings/contract";

/**
 * Which state follows which; nothing else is ever written. `failed` goes on to `stopped` where a file was kept and is
 * tried again. A recording that was stopped before its first picture is `aborted`: there is nothing to keep.
 */
const following: Readonly<Record<RecordingStatus, readonly RecordingStatus[]>> = {
  initiated: ["active", "failed", "aborted"],
  active: ["stopped", "failed"],
  stopped: ["saved", "failed"],
  saved: [],
  failed: ["stopped"],
  aborted: [],
};

/** Whether a recording may go from one state to another. */
export function mayFollow(from: RecordingStatus, to: RecordingStatus): boolean {
  return following[from].includes(to);
}

/** Refuses what the table does not have. @throws AppError conflict */
export function requireFollows(from: RecordingStatus, to: RecordingStatus): void {
  if (!mayFollow(from, to)) throw new AppError("conflict", `A recording that is ${from} does not become ${to}.`);
}

/** Whether it ended with a file that could not be stored. */
function isNotStored({ status, finishedAt }: { status: RecordingStatus; finishedAt: Date | null }): boolean {
  return status === "failed" && finishedAt !== null;
}

/** Whether it ended with a file that could not be stored, and that is still kept for another try. */
export function isLeft(row: { status: RecordingStatus; finishedAt: Date | null; createdAt: Date }): boolean {
  return isNotStored(row) && Date.now() - row.createdAt.getTime() < settings.recordingWorkKeptSeconds * 1000;
}

/** Endings that nobody wanted: what was recorded until then may be kept all the same. */
const faults: readonly (RecordingReason | null)[] = ["owner_gone", "too_slow", "disk_full", "encoder_failed", "connection_lost", "could_not_connect", "calls_away", "no_recorder", "crashed"];

/** Whether it ended for a fault. Of one whose file could not be stored the reason is that, and it had gone to its end. */
export function isBroken(row: { status: RecordingStatus; finishedAt: Date | null; reason: RecordingReason | null }): boolean {
  return !isRunning(row.status) && !isNotStored(row) && faults.includes(row.reason);
}

/** The states in which a room's recording runs: there is one at a time, and the database says so. */
export const runningStatuses = ["initiated", "active"] as const satisfies readonly RecordingStatus[];

/** Whether it runs. */
export function isRunning(status: RecordingStatus): boolean {
  return (runningStatuses as readonly RecordingStatus[]).includes(status);
}

/** Whether its file is in the browser that recorded it, which has not sent it yet. */
export function isAwaited({ engine, status, finishedAt }: { engine: (typeof recordingEngines)[number]; status: RecordingStatus; finishedAt: Date | null }): boolean {
  return engine === "browser" && status === "stopped" && finishedAt === null;
}
