import { and, eq, isNull } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { call } from "@/db/schema/calls";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { parsePersonIdentity } from "@/lib/calls/contract";
import { canCaptureCall } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { AppError, isAppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { livekit } from "@/lib/platform/livekit/api";
import { requireSpace } from "@/lib/platform/storage/disk-space";
import type { RecordingDetail, RecordingMode, StartRecordingInput } from "@/lib/recordings/contract";
import { canRecord } from "@/lib/recordings/policy";
import { findRepeatedRecording, getRecording, recordingFactsOf } from "@/lib/recordings/queries/recordings";
import { findRunningRecording } from "@/lib/recordings/queries/running";
import { tellOfRecording } from "@/lib/recordings/transition";
import { wakeRecorders } from "@/lib/recordings/wake";
import { roomChanged } from "@/lib/rooms/contract";

type Wish = { roomId: number; mode: RecordingMode; startedBy: number; idempotencyKey: string | null };

const noCall = () => new AppError("conflict", "No call is running in this room.");
const isRunningAlready = () => new AppError("conflict", "This room is being recorded already.");

/**
 * Begins to record the room's call: the row is the wish, and a process that records takes it within seconds. The same
 * `Idempotency-Key` of the same person answers the same recording. While LiveKit is away nothing can be recorded: a
 * failed recording with that reason is kept, and its key stays unused.
 * @throws AppError unauthenticated, forbidden, not_found; conflict without a call, in an encrypted one, or while one runs; upstream_failed, no_space
 */
export async function startRecording(actor: Actor, idOrSlug: string, { mode = "room_composite" }: StartRecordingInput, idempotencyKey: string | null): Promise<{ recording: RecordingDetail; isNew: boolean }> {
  const { userId } = requireUser(actor);
  const entry = await getEntry(actor, idOrSlug);
  authorize(canRecord(actor, recordingFactsOf(entry)));
  const repeated = idempotencyKey === null ? null : await findRepeatedRecording(actor, idOrSlug, userId, idempotencyKey);
  if (repeated) return { recording: repeated, isNew: false };
  authorize(canCaptureCall(entry.switches));
  if (entry.callId === null) throw noCall();
  if (await findRunningRecording(entry.room.id)) throw isRunningAlready();
  const wish: Wish = { roomId: entry.room.id, mode, startedBy: userId, idempotencyKey };
  await requirePeople(actor, entry.room.slug, wish);
  await requireSpace(0);
  const begun = await transaction((tx) => begin(tx, actor, wish));
  if ("repeats" in begun) return { recording: await getRecording(actor, idOrSlug, begun.repeats), isNew: false };
  return { recording: await getRecording(actor, idOrSlug, begun.id), isNew: true };
}

/** LiveKit must answer, and have somebody in the call. What it cannot is written down. */
async function requirePeople(actor: Actor, slug: string, wish: Wish): Promise<void> {
  try {
    const inside = await livekit().listParticipants(slug);
    if (!inside.some(({ identity, isHidden }) => !isHidden && parsePersonIdentity(identity) !== null)) throw noCall();
  } catch (error) {
    if (isAppError(error) && error.code === "upstream_failed") await transaction((tx) => noteFailure(tx, actor, wish));
    throw error;
  }
}

async function noteFailure(tx: Tx, actor: Actor, { roomId, mode, startedBy }: Wish): Promise<void> {
  const [row] = await tx.insert(recording).values({ roomId, mode, startedBy, engine: "builtin", status: "failed", reason: "calls_away" }).returning();
  if (!row) throw new Error("the recording was not returned");
  await tellOfRecording(tx, row);
  await recordAudit(tx, actor, { action: "recording.refused", target: { type: "recording", id: row.id }, details: { room: roomId, reason: row.reason } });
}

async function begin(tx: Tx, actor: Actor, wish: Wish): Promise<{ id: string } | { repeats: string }> {
  const { roomId, startedBy, idempotencyKey } = wish;
  await tx.select({ id: room.id }).from(room).where(eq(room.id, roomId)).for("no key update");
  // The same request, sent twice at once: the first one was waiting for LiveKit a moment ago.
  const same = and(eq(recording.roomId, roomId), eq(recording.startedBy, startedBy), eq(recording.idempotencyKey, idempotencyKey ?? ""));
  const [repeats] = idempotencyKey === null ? [] : await tx.select({ id: recording.id }).from(recording).where(same);
  if (repeats) return { repeats: repeats.id };
  const [running] = await tx.select({ id: call.id }).from(call).where(and(eq(call.roomId, roomId), isNull(call.endedAt)));
  if (!running) throw noCall();
  const [row] = await tx.insert(recording).values({ ...wish, callId: running.id, engine: "builtin" }).onConflictDoNothing().returning();
  if (!row) throw isRunningAlready();
  await tellOfRecording(tx, row);
  await recordAudit(tx, actor, { action: "recording.started", target: { type: "recording", id: row.id }, details: { room: roomId, mode: wish.mode } });
  await recordEvent(tx, roomChanged.create({ roomId }));
  wakeRecorders(tx);
  return { id: row.id };
}
