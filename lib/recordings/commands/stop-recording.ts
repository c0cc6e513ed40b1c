import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import type { RecordingDetail } from "@/lib/recordings/contract";
import { lockForChange } from "@/lib/recordings/lock";
import { canStopRecording } from "@/lib/recordings/policy";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { isRunning } from "@/lib/recordings/state";
import { moveRecording } from "@/lib/recordings/transition";
import { wakeRecorders } from "@/lib/recordings/wake";

/**
 * Ends a recording: from now on another one may begin, and the file of this one is made whole and stored. One that has
 * not begun is given up. One that has ended already is answered as it is, and nothing is written.
 * @throws AppError unauthenticated, forbidden, not_found
 */
export async function stopRecording(actor: Actor, idOrSlug: string, id: string): Promise<RecordingDetail> {
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, idOrSlug, id, canStopRecording);
    if (!isRunning(row.status)) return;
    await moveRecording(tx, row, row.status === "active" ? "stopped" : "aborted", { reason: "asked", stoppedAt: sql`clock_timestamp()` });
    await recordAudit(tx, actor, { action: `${row.kind}.stopped`, target: { type: "recording", id }, details: { room: row.roomId } });
    wakeRecorders(tx);
  });
  return getRecording(actor, idOrSlug, id);
}
