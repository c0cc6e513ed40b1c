import { and, eq, isNull } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { call } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { appendRoomEvent } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { asTaken } from "@/lib/rooms/commands/taken";
import { tellerOf } from "@/lib/rooms/commands/teller";
import { roomMistakes } from "@/lib/rooms/constants";
import { roomChanged, roomSettings, roomUpdated, type ChangeRoomInput, type RoomDetail } from "@/lib/rooms/contract";
import { canChangeRoom } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { readRoomDetail } from "@/lib/rooms/queries/room-detail";
import { roomUpdatedBody } from "@/lib/rooms/queries/updated-body";

type RoomRow = typeof room.$inferSelect;
type Changes = Partial<Pick<RoomRow, "name" | "slug" | "accessLevel" | "listed" | "configuration">>;

/** Which of the wishes differ from what is there. */
function changesOf(before: RoomRow, input: ChangeRoomInput): Changes {
  const changes: Changes = {};
  if (input.name !== undefined && input.name !== before.name) changes.name = input.name;
  if (input.slug !== undefined && input.slug !== before.slug) changes.slug = input.slug;
  if (input.access_level !== undefined && input.access_level !== before.accessLevel) changes.accessLevel = input.access_level;
  if (input.listed !== undefined && input.listed !== before.listed) changes.listed = input.listed;
  const inForce = roomSettings(before.configuration);
  const chosen = Object.entries(input.configuration ?? {}).filter(([key, value]) => value !== undefined && inForce[key as keyof typeof inForce] !== value);
  if (chosen.length > 0) changes.configuration = { ...before.configuration, ...Object.fromEntries(chosen) };
  return changes;
}

/**
 * LiveKit knows a call by the room's address; and who is inside with or without encryption cannot follow a change of it.
 * While a call runs both stay.
 */
async function refuseDuringCall(tx: Tx, before: RoomRow, changes: Changes): Promise<void> {
  const isEncryptionChanged = changes.configuration !== undefined && roomSettings(changes.configuration).encryption !== roomSettings(before.configuration).encryption;
  if (changes.slug === undefined && !isEncryptionChanged) return;
  const [running] = await tx.select({ id: call.id }).from(call).where(and(eq(call.roomId, before.id), isNull(call.endedAt)));
  if (!running) return;
  const [field, mistake] = isEncryptionChanged ? ["configuration.encryption", roomMistakes.encryptionInCall] : ["slug", roomMistakes.slugInCall];
  throw new AppError("conflict", { detail: mistake, fields: { [field]: [mistake] } });
}

/**
 * Changes what the input names; the rest stays, and what is as wished already is no change: no event, no entry. Members
 * hear it as `room_updated`; a running call gets it through `room/changed`.
 * @throws AppError unauthenticated, not_found, forbidden; conflict naming the field whose value is taken
 */
export async function changeRoom(actor: Actor, roomId: number, input: ChangeRoomInput): Promise<RoomDetail> {
  try {
    return await transaction((tx) => applyChange(tx, actor, roomId, input));
  } catch (error) {
    throw asTaken(error);
  }
}

async function applyChange(tx: Tx, actor: Actor, roomId: number, input: ChangeRoomInput): Promise<RoomDetail> {
  const found = await findRoomFacts(tx, actor, { id: roomId }, true);
  if (!found) throw new AppError("not_found");
  authorize(canChangeRoom(actor, found.facts, input.access_level));
  const changes = changesOf(found.room, input);
  if (Object.keys(changes).length === 0) return readRoomDetail(tx, actor, roomId);
  await refuseDuringCall(tx, found.room, changes);
  const [after] = await tx.update(room).set({ ...changes, updatedAt: new Date() }).where(eq(room.id, roomId)).returning();
  if (!after) throw new AppError("not_found");
  const user = await tellerOf(tx, actor);
  await appendRoomEvent(tx, roomId, roomUpdated, () => roomUpdatedBody(tx, after, user, changes.name === undefined ? undefined : found.room.name));
  await recordAudit(tx, actor, { action: "room.updated", target: { type: "room", id: roomId }, details: detailsOf(found.room, changes) });
  await recordEvent(tx, roomChanged.create({ roomId }));
  return readRoomDetail(tx, actor, roomId);
}

/** From what to what, by field; of the switches only those that changed. */
function detailsOf(before: RoomRow, changes: Changes): Record<string, unknown> {
  const { configuration, ...plain } = changes;
  const old = roomSettings(before.configuration);
  const now = roomSettings(configuration ?? before.configuration);
  return {
    ...Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, { from: before[key as keyof typeof plain], to: value }])),
    ...Object.fromEntries((Object.keys(now) as (keyof typeof now)[]).filter((key) => now[key] !== old[key]).map((key) => [key, { from: old[key], to: now[key] }])),
  };
}
