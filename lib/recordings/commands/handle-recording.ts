import { randomUUID } from "node:crypto";
import { inArray, not, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { recordingFinished } from "@/lib/recordings/contract";
import { mailPlaceOf, tellReady } from "@/lib/recordings/mail-owners";
import { canHandleRecordings, isKeptForOwners } from "@/lib/recordings/policy";
import { isLeft, runningStatuses } from "@/lib/recordings/state";
import { purgeRecording } from "@/lib/recordings/tend";
import { lockRecording, moveRecording } from "@/lib/recordings/transition";

/** Tries again to store a recording whose file was whole and could not be stored, from what its recorder has left. For moderators. @throws AppError unauthenticated, forbidden, not_found; conflict where nothing is left of it, or nothing failed */
export async function retryRecording(actor: Actor, id: string): Promise<void> {
  authorize(canHandleRecordings(actor));
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (!row) throw new AppError("not_found");
    if (!isLeft(row)) throw new AppError("conflict", "Only of a recording that could not be stored there is something to try again.");
    await moveRecording(tx, row, "stopped", { finishedAt: sql`now()`, storingFailedAt: null, reason: null });
    await recordEvent(tx, recordingFinished.create({ recordingId: id }));
    await recordAudit(tx, actor, { action: "recording.retried", target: { type: "recording", id }, details: { room: row.roomId, reason: row.reason } });
  });
}

/** Sends the mail that a recording is saved once more, to those who own its room now and want such mails. For moderators. @throws AppError unauthenticated, forbidden, not_found; conflict for one that is not saved */
export async function mailAgain(actor: Actor, id: string): Promise<void> {
  authorize(canHandleRecordings(actor));
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    const at = row && (await mailPlaceOf(tx, row.roomId));
    if (!row || !at) throw new AppError("not_found");
    if (row.status !== "saved" || row.deletedAt !== null || !isKeptForOwners(row)) throw new AppError("conflict", "Only of a saved recording there is something to tell.");
    await tellReady(tx, row, at, `-${randomUUID()}`);
    await recordAudit(tx, actor, { action: "recording.mailed_again", target: { type: "recording", id }, details: { room: row.roomId } });
  });
}

/** Deletes a recording and its file at once and for good. For moderators. @throws AppError unauthenticated, forbidden; conflict while it runs, and for one that is gone */
export async function purgeAtOnce(actor: Actor, id: string): Promise<void> {
  authorize(canHandleRecordings(actor));
  const isOver = not(inArray(recording.status, [...runningStatuses]));
  if (!(await purgeRecording(actor, id, { why: "moderator" }, isOver))) throw new AppError("conflict", "This recording is gone, or still runs.");
}
