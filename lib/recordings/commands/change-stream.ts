import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import type { ChangeStreamInput, RecordingDetail } from "@/lib/recordings/contract";
import { expiryOf } from "@/lib/recordings/expiry";
import { requireQuota } from "@/lib/recordings/limits";
import { lockForChange } from "@/lib/recordings/lock";
import { canSteerStream } from "@/lib/recordings/policy";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { isRunning } from "@/lib/recordings/state";
import { writeRecording } from "@/lib/recordings/transition";

/**
 * Changes who may watch a stream that runs, and whether its file is kept, also when it is over: from then on it has the
 * time that the room gives to recordings, or a day. What is so already is no change.
 * @throws AppError unauthenticated, forbidden, not_found; conflict for the audience of a stream that is over; too_large where it is to be kept and the room's recordings take all that they may
 */
export async function changeStream(actor: Actor, idOrSlug: string, id: string, { audience, keep }: ChangeStreamInput): Promise<RecordingDetail> {
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, idOrSlug, id, canSteerStream);
    if (row.kind !== "stream" || row.audience === null) throw new AppError("not_found");
    const wished = { audience: audience ?? row.audience, isKept: keep ?? row.isKept };
    if (wished.audience === row.audience && wished.isKept === row.isKept) return;
    if (wished.audience !== row.audience && !isRunning(row.status)) throw new AppError("conflict", "This stream is over.");
    if (wished.isKept && !row.isKept) await requireQuota(row.roomId);
    const [at] = await tx.select({ configuration: room.configuration }).from(room).where(eq(room.id, row.roomId));
    const expiry = row.status === "saved" && wished.isKept !== row.isKept ? expiryOf({ kind: "stream", ...wished }, at!.configuration) : {};
    await writeRecording(tx, row, { ...wished, ...expiry });
    await recordAudit(tx, actor, { action: "stream.changed", target: { type: "recording", id }, details: { room: row.roomId, ...wished } });
  });
  return getRecording(actor, idOrSlug, id);
}
