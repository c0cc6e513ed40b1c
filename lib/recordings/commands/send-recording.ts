import { constants, copyFile, link } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { getEntry } from "@/lib/calls/queries";
import { AppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { workFolder } from "@/lib/platform/storage/work-folder";
import { recordingFinished } from "@/lib/recordings/contract";
import { requireQuota } from "@/lib/recordings/limits";
import { lockForChange } from "@/lib/recordings/lock";
import { canSeeRecordings, canSendRecording } from "@/lib/recordings/policy";
import { recordingFactsOf } from "@/lib/recordings/queries/recordings";
import { writeRecording } from "@/lib/recordings/transition";
import { recordingFolder, workFileOf } from "@/lib/recordings/work-file";

async function find(id: string) {
  const [row] = await db().select().from(recording).where(eq(recording.id, id));
  if (!row || row.deletedAt !== null) throw new AppError("not_found");
  return row;
}

/**
 * Whether somebody may send the file of a recording that was made in their browser; asked before its first byte.
 * @throws AppError unauthenticated, forbidden, not_found; conflict while it runs, and where its file is here; too_large where the room's recordings would take more than they may
 */
export async function requireSendable(actor: Actor, id: string, sizeBytes: number): Promise<void> {
  const row = await find(id);
  const facts = recordingFactsOf(await getEntry(actor, String(row.roomId)));
  authorize(canSeeRecordings(actor, facts));
  authorize(canSendRecording(actor, facts, row));
  await requireQuota(row.roomId, sizeBytes);
}

/** Whether the file of a recording is here. */
export async function isSent(id: string): Promise<boolean> {
  const [row] = await db().select({ finishedAt: recording.finishedAt }).from(recording).where(eq(recording.id, id));
  return row !== undefined && row.finishedAt !== null;
}

/**
 * Takes the complete file of a recording that was made in a browser: from here on it is as any other's whose recorder has
 * ended. `localFile` is the caller's to remove afterwards.
 * @throws AppError unauthenticated, forbidden, not_found, conflict
 */
export async function takeSentFile(actor: Actor, id: string, localFile: string): Promise<void> {
  const { roomId } = await find(id);
  await transaction(async (tx) => {
    const row = await lockForChange(tx, actor, String(roomId), id, canSendRecording);
    await keepInWork(id, localFile);
    await writeRecording(tx, row, { finishedAt: sql`clock_timestamp()` });
    await recordAudit(tx, actor, { action: "recording.sent", target: { type: "recording", id }, details: { room: roomId } });
    await recordEvent(tx, recordingFinished.create({ recordingId: id }, { id: `recording-${id}-finished` }));
  });
}

/** A second name of the same bytes where the disk can do that: the gateway still looks at the first one, and removes it. */
async function keepInWork(id: string, localFile: string): Promise<void> {
  const file = path.join(await workFolder(recordingFolder(id), { fresh: true }), path.basename(workFileOf(id)));
  await link(localFile, file).catch(() => copyFile(localFile, file, constants.COPYFILE_FICLONE));
}
