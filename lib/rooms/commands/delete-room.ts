import { and, eq, isNotNull, lt, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { wakeMember } from "@/lib/events/membership";
import { appendRoomEvent } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { takenIndexOf } from "@/lib/rooms/commands/taken";
import { tellerOf } from "@/lib/rooms/commands/teller";
import { roomChanged, roomDeleted, roomRestored, userLeft } from "@/lib/rooms/contract";
import { canDeleteRoom, canRestoreRoom } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { readRoom } from "@/lib/rooms/queries/room-row";

/**
 * Deletes a room: from now on it exists for nobody, its call ends, and for thirty days those who may delete it can bring
 * it back. Its members are told twice in its sequence: that it was deleted, then `user_left` for each of them (the
 * gateway puts in whom it tells), since clients that know nothing else forget a room on that.
 * @throws AppError unauthenticated, not_found, forbidden
 */
export async function deleteRoom(actor: Actor, roomId: number): Promise<void> {
  await transaction(async (tx) => {
    const found = await findRoomFacts(tx, actor, { id: roomId }, true);
    if (!found) throw new AppError("not_found");
    authorize(canDeleteRoom(actor, found.facts));
    await tx.update(room).set({ deletedAt: sql`now()`, updatedAt: sql`now()` }).where(eq(room.id, roomId));
    const by = await tellerOf(tx, actor);
    await appendRoomEvent(tx, roomId, roomDeleted, async () => ({ room: await readRoom(tx, roomId), user: by }));
    await appendRoomEvent(tx, roomId, userLeft, async () => ({ room: await readRoom(tx, roomId), user: { id: 0, username: "" }, everyone: true }));
    await recordAudit(tx, actor, { action: "room.deleted", target: { type: "room", id: roomId }, details: { slug: found.room.slug } });
    await recordEvent(tx, roomChanged.create({ roomId }));
  });
}

/**
 * Brings a deleted room back, with its members, messages and address. Where a listed room has taken its name meanwhile it
 * comes back unlisted. @throws AppError unauthenticated, not_found, forbidden; conflict for one that is not deleted
 */
export async function restoreRoom(actor: Actor, roomId: number): Promise<void> {
  try {
    await bringBack(actor, roomId, {});
  } catch (error) {
    if (takenIndexOf(error) !== "room_listed_name") throw error;
    await bringBack(actor, roomId, { listed: false });
  }
}

async function bringBack(actor: Actor, roomId: number, also: { listed?: false }): Promise<void> {
  await transaction(async (tx) => {
    const found = await findRoomFacts(tx, actor, { id: roomId }, true);
    if (!found) throw new AppError("not_found");
    authorize(canRestoreRoom(actor, found.facts));
    await tx.update(room).set({ deletedAt: null, updatedAt: sql`now()`, ...also }).where(eq(room.id, roomId));
    const by = await tellerOf(tx, actor);
    const version = await appendRoomEvent(tx, roomId, roomRestored, async () => ({ room: await readRoom(tx, roomId), user: by }));
    await recordAudit(tx, actor, { action: "room.restored", target: { type: "room", id: roomId }, details: also });
    await recordEvent(tx, roomChanged.create({ roomId }));
    for (const { userId } of await tx.select({ userId: roomMember.userId }).from(roomMember).where(eq(roomMember.roomId, roomId))) wakeMember(tx, userId, roomId, version);
  });
}

/** As many in one run; the rest is left for the next hour. */
const batch = 100;

/**
 * Deletes for good what was deleted thirty days ago: the room, its messages, memberships, calls. Videos belong to their
 * owners: those whose audience was the room stay with them, private. Answers how many rooms went.
 */
export async function purgeDeletedRooms(): Promise<number> {
  const isDue = and(isNotNull(room.deletedAt), lt(room.deletedAt, sql`now() - make_interval(secs => ${settings.deletedRoomSeconds})`));
  const due = await db().select({ id: room.id }).from(room).where(isDue).limit(batch);
  let purged = 0;
  for (const { id } of due) {
    await transaction(async (tx) => {
      await tx.update(video).set({ visibility: "private" }).where(and(eq(video.roomId, id), eq(video.visibility, "room")));
      const [gone] = await tx.delete(room).where(and(eq(room.id, id), isDue)).returning({ slug: room.slug });
      if (!gone) return;
      await recordAudit(tx, systemActor, { action: "room.purged", target: { type: "room", id }, details: { slug: gone.slug } });
      purged += 1;
    });
  }
  return purged;
}
