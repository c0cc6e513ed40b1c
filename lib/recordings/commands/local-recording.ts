import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import { systemActor, type Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { canCaptureCall } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { recordEvent } from "@/lib/platform/jobs";
import type { RecordingDetail } from "@/lib/recordings/contract";
import { canRecord } from "@/lib/recordings/policy";
import { findRepeatedRecording, getRecording, recordingFactsOf } from "@/lib/recordings/queries/recordings";
import { runningStatuses } from "@/lib/recordings/state";
import { lockRecording, moveRecording, tellOfRecording, type RecordingRow } from "@/lib/recordings/transition";
import { roomChanged } from "@/lib/rooms/contract";

/**
 * Says that somebody in the call records it in their own browser: everybody hears of that as of a recording of the
 * server's, and there is one of both at a time. Afterwards the row waits for the file, which that person's browser sends.
 * The same `Idempotency-Key` of the same person answers the same recording.
 * @throws AppError unauthenticated, forbidden for those who may not record or are not inside, not_found; conflict in an encrypted call, or while one runs
 */
export async function startLocalRecording(actor: Actor, idOrSlug: string, idempotencyKey: string | null = null): Promise<{ recording: RecordingDetail; isNew: boolean }> {
  const { userId } = requireUser(actor);
  const entry = await getEntry(actor, idOrSlug);
  authorize(canRecord(actor, recordingFactsOf(entry)));
  const findRepeated = async () => (idempotencyKey === null ? null : findRepeatedRecording(actor, idOrSlug, userId, "recording", idempotencyKey));
  const repeated = await findRepeated();
  if (repeated) return { recording: repeated, isNew: false };
  authorize(canCaptureCall(entry.switches));
  const { callId, isConnected } = entry;
  if (callId === null || !isConnected) throw new AppError("forbidden", "Only who is in the call can record it in their browser.");
  const roomId = entry.room.id;
  const id = await transaction(async (tx) => {
    await tx.select({ id: room.id }).from(room).where(eq(room.id, roomId)).for("no key update");
    const [row] = await tx
      .insert(recording)
      .values({ roomId, callId, mode: "room_composite", engine: "browser", status: "active", startedBy: userId, idempotencyKey, startedAt: sql`clock_timestamp()` })
      .onConflictDoNothing()
      .returning();
    if (!row) return null;
    await tellOfRecording(tx, row);
    await recordAudit(tx, actor, { action: "recording.started", target: { type: "recording", id: row.id }, details: { room: roomId, inBrowser: true } });
    await recordEvent(tx, roomChanged.create({ roomId }));
    return row.id;
  });
  if (id !== null) return { recording: await getRecording(actor, idOrSlug, id), isNew: true };
  // The same request, sent twice at once.
  const same = await findRepeated();
  if (!same) throw new AppError("conflict", "This room is being recorded already.");
  return { recording: same, isNew: false };
}

/** Everybody hears that it has ended. Its file is in the browser that recorded it, and may come or not. */
export async function endLocal(tx: Tx, actor: Actor, row: RecordingRow): Promise<void> {
  await moveRecording(tx, row, "stopped", { reason: "asked", stoppedAt: sql`clock_timestamp()` });
  await recordAudit(tx, actor, { action: "recording.stopped", target: { type: "recording", id: row.id }, details: { room: row.roomId, inBrowser: true } });
}

/** Ends those whose person has left the call, or whose call is over. Who only lost the network has a moment to come back. */
export async function endLeftLocals(): Promise<void> {
  const isInside = sql`exists (
    select from ${callVisit} where ${callVisit.callId} = ${call.id} and ${callVisit.identity} = 'u' || ${recording.startedBy}
    and coalesce(${callVisit.leftAt}, now()) > now() - make_interval(secs => ${settings.localRecordingGraceSeconds}))`;
  const left = await db()
    .select({ id: recording.id })
    .from(recording)
    .leftJoin(call, and(eq(call.id, recording.callId), isNull(call.endedAt)))
    .where(and(eq(recording.engine, "browser"), inArray(recording.status, [...runningStatuses]), sql`(${call.id} is null or not ${isInside})`));
  for (const { id } of left) {
    await transaction(async (tx) => {
      const row = await lockRecording(tx, id);
      if (row?.status === "active") await endLocal(tx, systemActor, row);
    });
  }
}
