import { and, count, eq, inArray } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { settings } from "@/lib/core/settings";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { parsePersonIdentity } from "@/lib/calls/contract";
import { canCaptureCall } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { AppError, isAppError } from "@/lib/core/errors";
import { recordEvent } from "@/lib/platform/jobs";
import { env } from "@/lib/platform/env";
import { livekit } from "@/lib/platform/livekit/api";
import { requireSpace } from "@/lib/platform/storage/disk-space";
import type { RecordingDetail, RecordingKind, RecordingMode, StartRecordingInput, StartStreamInput, StreamAudience, StreamTargetInput } from "@/lib/recordings/contract";
import { requireQuota } from "@/lib/recordings/limits";
import { canRecord } from "@/lib/recordings/policy";
import { findRepeatedRecording, getRecording, recordingFactsOf } from "@/lib/recordings/queries/recordings";
import { findRunning } from "@/lib/recordings/queries/running";
import { runningStatuses } from "@/lib/recordings/state";
import { requireReachable, shownAddress, writeTargets } from "@/lib/recordings/targets";
import { tellOfRecording } from "@/lib/recordings/transition";
import { wakeRecorders } from "@/lib/recordings/wake";
import { roomChanged } from "@/lib/rooms/contract";

/** What is asked for; a stream has an audience and goes somewhere. */
type Asked = { kind: RecordingKind; mode: RecordingMode; title: string; audience: StreamAudience | null; isKept: boolean; targets: readonly StreamTargetInput[] };
type Wish = Asked & { roomId: number; startedBy: number; idempotencyKey: string | null };
type Started = { recording: RecordingDetail; isNew: boolean };

const noCall = () => new AppError("conflict", "No call is running in this room.");
const isRunningAlready = (kind: RecordingKind) => new AppError("conflict", kind === "stream" ? "This room is live already." : "This room is being recorded already.");

/**
 * Begins to record the room's call: the row is the wish, and a process that records takes it within seconds. The same
 * `Idempotency-Key` of the same person answers the same recording. While LiveKit is away nothing can be recorded: a
 * failed recording with that reason is kept, and its key stays unused.
 * @throws AppError unauthenticated, forbidden, not_found; conflict without a call, in an encrypted one, or while one runs; rate_limited for who has enough of them running; upstream_failed, no_space; too_large where its recordings take all that they may
 */
export function startRecording(actor: Actor, idOrSlug: string, { mode = "room_composite" }: StartRecordingInput, idempotencyKey: string | null): Promise<Started> {
  return start(actor, idOrSlug, { kind: "recording", mode, title: "", audience: null, isKept: false, targets: [] }, idempotencyKey);
}

/**
 * Begins to send the room's call live: to its own page and to the addresses that are given. For those who may record, in
 * the same way. @throws AppError as above; invalid_input for an address that is none of the internet
 */
export function startStream(actor: Actor, idOrSlug: string, { mode = "room_composite", title = "", audience = "members", keep = false, targets = [] }: StartStreamInput, idempotencyKey: string | null): Promise<Started> {
  return start(actor, idOrSlug, { kind: "stream", mode, title, audience, isKept: keep, targets }, idempotencyKey);
}

async function start(actor: Actor, idOrSlug: string, asked: Asked, idempotencyKey: string | null): Promise<Started> {
  const { userId } = requireUser(actor);
  const entry = await getEntry(actor, idOrSlug);
  authorize(canRecord(actor, recordingFactsOf(entry)));
  // Before the key is looked for: what runs by the same request is then found by it.
  const running = (await findRunning(entry.room.id))[asked.kind];
  const repeated = idempotencyKey === null ? null : await findRepeatedRecording(actor, idOrSlug, userId, asked.kind, idempotencyKey);
  if (repeated) return { recording: repeated, isNew: false };
  authorize(canCaptureCall(entry.switches));
  if (entry.callId === null) throw noCall();
  if (running) throw isRunningAlready(asked.kind);
  await requireReachable(asked.targets);
  const wish: Wish = { ...asked, roomId: entry.room.id, startedBy: userId, idempotencyKey };
  // What is sent live and not kept takes nothing for long.
  if (asked.kind === "recording" || asked.isKept) await requireQuota(entry.room.id);
  await requirePeople(actor, entry.room.slug, wish);
  await requireSpace(0);
  const begun = await transaction((tx) => begin(tx, actor, wish));
  if ("repeats" in begun) return { recording: await getRecording(actor, idOrSlug, begun.repeats), isNew: false };
  return { recording: await getRecording(actor, idOrSlug, begun.id), isNew: true };
}

/** The page of a stream lies in the folder of our own program, which sends it to its other addresses as well. */
const engineOf = (kind: RecordingKind) => (kind === "stream" ? "builtin" : env().RECORDER);

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

async function noteFailure(tx: Tx, actor: Actor, { roomId, kind, audience, mode, startedBy }: Wish): Promise<void> {
  const [row] = await tx.insert(recording).values({ roomId, kind, audience, mode, startedBy, engine: engineOf(kind), status: "failed", reason: "calls_away" }).returning();
  if (!row) throw new Error("the recording was not returned");
  await tellOfRecording(tx, row);
  await recordAudit(tx, actor, { action: `${kind}.refused`, target: { type: "recording", id: row.id }, details: { room: roomId, reason: row.reason } });
}

/** The recorders are everybody's: nobody has more than a few at once. Two wishes of the same person are counted one after the other. */
async function requireFewRunning(tx: Tx, userId: number): Promise<void> {
  await tx.select({ id: user.id }).from(user).where(eq(user.id, userId)).for("no key update");
  const [found] = await tx.select({ running: count() }).from(recording).where(and(eq(recording.startedBy, userId), eq(recording.engine, "builtin"), inArray(recording.status, [...runningStatuses])));
  if ((found?.running ?? 0) >= settings.recordingsOfPersonAtOnce) throw new AppError("rate_limited", { detail: `You record or stream ${settings.recordingsOfPersonAtOnce} times at this moment. End one of these first.` });
}

async function begin(tx: Tx, actor: Actor, wish: Wish): Promise<{ id: string } | { repeats: string }> {
  const { targets, ...values } = wish;
  const { roomId, kind, startedBy, idempotencyKey } = wish;
  await tx.select({ id: room.id }).from(room).where(eq(room.id, roomId)).for("no key update");
  // The same request, sent twice at once: the first one was waiting for LiveKit a moment ago.
  const same = and(eq(recording.roomId, roomId), eq(recording.startedBy, startedBy), eq(recording.kind, kind), eq(recording.idempotencyKey, idempotencyKey ?? ""));
  const [repeats] = idempotencyKey === null ? [] : await tx.select({ id: recording.id }).from(recording).where(same);
  if (repeats) return { repeats: repeats.id };
  // Names and LiveKit took their time: who may and what the room allows is judged as it is now.
  const entry = await getEntry(actor, String(roomId), tx);
  authorize(canRecord(actor, recordingFactsOf(entry)));
  authorize(canCaptureCall(entry.switches));
  if (entry.callId === null) throw noCall();
  if (engineOf(kind) === "builtin") await requireFewRunning(tx, startedBy);
  const [row] = await tx.insert(recording).values({ ...values, callId: entry.callId, engine: engineOf(kind) }).onConflictDoNothing().returning();
  if (!row) throw isRunningAlready(kind);
  if (kind === "stream") await writeTargets(tx, row.id, targets);
  await tellOfRecording(tx, row);
  await recordAudit(tx, actor, { action: `${kind}.started`, target: { type: "recording", id: row.id }, details: { room: roomId, mode: wish.mode, ...(kind === "stream" ? { audience: wish.audience, targets: targets.map(shownAddress) } : {}) } });
  await recordEvent(tx, roomChanged.create({ roomId }));
  wakeRecorders(tx);
  return { id: row.id };
}
