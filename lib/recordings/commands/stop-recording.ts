import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { endLocal } from "@/lib/recordings/commands/local-recording";
import type { RecordingDetail } from "@/lib/recordings/contract";
import { lockForChange } from "@/lib/recordings/lock";
import { canHandleRecordings, canStopRecording } from "@/lib/recordings/policy";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { isRunning } from "@/lib/recordings/state";
import { lockRecording, moveRecording, type RecordingRow } from "@/lib/recordings/transition";
import { wakeRecorders } from "@/lib/recordings/wake";

async function endNow(tx: Tx, actor: Actor, row: RecordingRow): Promise<void> {
  if (row.engine === "browser") return endLocal(tx, actor, row);
  await moveRecording(tx, row, row.status === "active" ? "stopped" : "aborted", { reason: "asked", stoppedAt: sql`clock_timestamp()` });
  await recordAudit(tx, actor, { action: `${row.kind}.stopped`, target: { type: "recording", id: row.id }, details: { room: row.roomId } });
  wakeRecorders(tx);
}

/** The same for moderators, in any room, also one that is deleted: for a recording that does not end by itself. @throws AppError unauthenticated, forbidden, not_found; conflict for one that has ended */
export async function finishRecording(actor: Actor, id: string): Promise<void> {
  authorize(canHandleRecordings(actor));
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (!row) throw new AppError("not_found");
    if (!isRunning(row.status)) throw new AppError("conflict", "This recording has ended.");
    await endNow(tx, actor, row);
  });
}

/**
 * Ends a recording: from now on another one may begin, and the file of this one is made whole and stored. One that has
 * not begun is given up. One that has ended already is answered as it is, and nothing is written.
 * The file of one in somebody's browser is sent from there.
 * @throws AppError unauthenticated, forbidden, not_found
 */
export async function stopRecording(actor: Actor, idOrSlug: string, id: string): Promise<RecordingDetail> {
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, idOrSlug, id, canStopRecording);
    if (isRunning(row.status)) await endNow(tx, actor, row);
  });
  return getRecording(actor, idOrSlug, id);
}
