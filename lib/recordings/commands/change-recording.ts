import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import type { ChangeRecordingInput, RecordingDetail } from "@/lib/recordings/contract";
import { lockForChange } from "@/lib/recordings/lock";
import { canChangeRecording, canDeleteRecording } from "@/lib/recordings/policy";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { writeRecording, type RecordingRow } from "@/lib/recordings/transition";

/** Gives a recording a title. The one that it has already is no change. @throws AppError unauthenticated, forbidden, not_found; conflict while it runs */
export async function changeRecording(actor: Actor, idOrSlug: string, id: string, { title }: ChangeRecordingInput): Promise<RecordingDetail> {
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, idOrSlug, id, canChangeRecording);
    if (row.title === title) return;
    await writeRecording(tx, row, { title });
    await recordAudit(tx, actor, { action: "recording.renamed", target: { type: "recording", id }, details: { room: row.roomId } });
  });
  return getRecording(actor, idOrSlug, id);
}

/** Marks a recording as deleted, for whoever was let to: for a while it can be brought back. */
export async function markDeleted(tx: Tx, actor: Actor, row: RecordingRow): Promise<void> {
  await writeRecording(tx, row, { deletedAt: sql`now()` });
  await recordAudit(tx, actor, { action: "recording.deleted", target: { type: "recording", id: row.id }, details: { room: row.roomId } });
}

/** Deletes a recording: nobody gets its file any more, also not by a link, and for a while it can be brought back. A video that was made of it stays. @throws AppError unauthenticated, forbidden, not_found; conflict while it runs */
export async function deleteRecording(actor: Actor, idOrSlug: string, id: string): Promise<void> {
  await transaction(async (tx) => {
    await markDeleted(tx, actor, await lockForChange(tx, actor, idOrSlug, id, canDeleteRecording));
  });
}

/** Brings a deleted recording back, for those who could have deleted it. @throws AppError unauthenticated, forbidden; not_found also for one that is not deleted */
export async function restoreRecording(actor: Actor, idOrSlug: string, id: string): Promise<RecordingDetail> {
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, idOrSlug, id, canChangeRecording, true);
    await writeRecording(tx, row, { deletedAt: null });
    await recordAudit(tx, actor, { action: "recording.restored", target: { type: "recording", id }, details: { room: row.roomId } });
  });
  return getRecording(actor, idOrSlug, id);
}
