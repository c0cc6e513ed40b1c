import { and, eq, inArray, type SQL } from "drizzle-orm";
import { afterCommit, db, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { recording, streamTarget } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { toTimestamp } from "@/lib/core/format";
import { appendRoomEvent, userTopic } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { publish } from "@/lib/platform/listen";
import { anyRecordingChanged, recordingChanged, recordingEvents, streamChanged, streamEvents } from "@/lib/recordings/constants";
import type { RecordingStatus } from "@/lib/recordings/contract";
import { isRunning, requireFollows } from "@/lib/recordings/state";
import { roomChanged } from "@/lib/rooms/contract";

export type RecordingRow = typeof recording.$inferSelect;
/** What a change of state writes besides. */
export type RecordingChange = Partial<{ [Key in keyof RecordingRow]: RecordingRow[Key] | SQL }>;

/** The row under lock, after that of its room: whoever begins a recording takes them in this order too. Null where there is none. */
export async function lockRecording(tx: Tx, id: string): Promise<RecordingRow | null> {
  const [at] = await tx.select({ roomId: recording.roomId }).from(recording).where(eq(recording.id, id));
  if (!at) return null;
  await tx.select({ id: room.id }).from(room).where(eq(room.id, at.roomId)).for("no key update");
  const [row] = await tx.select().from(recording).where(eq(recording.id, id)).for("update");
  return row ?? null;
}

/** Lets the lists of moderators, who are members of few rooms, read anew. */
async function tellModerators(): Promise<void> {
  const moderators = await db().select({ id: user.id }).from(user).where(and(inArray(user.role, ["moderator", "admin"]), eq(user.isActive, true)));
  await Promise.all(moderators.map(({ id }) => publish(userTopic(id), { type: anyRecordingChanged, body: {} })));
}

/** Tells the room's members, in its sequence, how a recording or a live stream stands; `isState`: it has come to a state. */
export async function tellOfRecording(tx: Tx, { id, roomId, kind, status, mode, startedAt, reason }: RecordingRow, isState = true): Promise<void> {
  const type = isState ? (kind === "stream" ? streamEvents : recordingEvents)[status] : kind === "stream" ? streamChanged : recordingChanged;
  const told = { id, kind, status, mode, started_at: startedAt && toTimestamp(startedAt), reason };
  afterCommit(tx, anyRecordingChanged, tellModerators);
  await appendRoomEvent(tx, roomId, type, (version) => ({ room: { id: roomId, version }, recording: told }));
}

/**
 * Brings a locked recording into its next state, tells its room, and lets the call know.
 * @throws AppError conflict for a state that does not follow
 */
export async function moveRecording(tx: Tx, before: RecordingRow, status: RecordingStatus, change: RecordingChange = {}): Promise<RecordingRow> {
  requireFollows(before.status, status);
  const [row] = await tx.update(recording).set({ ...change, status }).where(eq(recording.id, before.id)).returning();
  if (!row) throw new Error("the recording was not returned");
  if (row.kind === "stream" && !isRunning(status)) await endTargets(tx, row.id);
  // The room hears nothing of the states of one that it has deleted, but for its lists.
  await tellOfRecording(tx, row, row.deletedAt === null);
  await recordEvent(tx, roomChanged.create({ roomId: row.roomId }));
  return row;
}

/** Writes what is no change of state to a locked recording, and tells its room. */
export async function writeRecording(tx: Tx, before: RecordingRow, change: Omit<RecordingChange, "status">): Promise<RecordingRow> {
  const [row] = await tx.update(recording).set(change).where(eq(recording.id, before.id)).returning();
  if (!row) throw new Error("the recording was not returned");
  await tellOfRecording(tx, row, false);
  return row;
}

/** A stream that is over is sent nowhere: its addresses' keys are forgotten. */
async function endTargets(tx: Tx, recordingId: string): Promise<void> {
  const mine = eq(streamTarget.recordingId, recordingId);
  await tx.update(streamTarget).set({ state: "ended" }).where(and(mine, inArray(streamTarget.state, ["waiting", "live", "reconnecting"])));
  await tx.update(streamTarget).set({ sealedUrl: null }).where(mine);
}
