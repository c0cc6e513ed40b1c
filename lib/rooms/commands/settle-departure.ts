import { and, asc, eq, or, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomInvitation, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { formerUser } from "@/lib/chat/contract";
import { appendRoomEvent } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { roomChanged, userLeft, type RoomRole } from "@/lib/rooms/contract";
import { successorOf } from "@/lib/rooms/policy";
import { readRoom } from "@/lib/rooms/queries/room-row";

export type Settled = { left: number; handedOver: number; deleted: number };

/**
 * Takes somebody whose account is deleted out of all their rooms. A room that they alone owned goes to who has served it
 * longest, hosts first; one that nobody else is in is deleted, and can be restored like any other. Doing it twice is
 * doing it once: each room is settled in a transaction of its own.
 */
export async function leaveAllRooms(personId: number): Promise<Settled> {
  const settled: Settled = { left: 0, handedOver: 0, deleted: 0 };
  const rooms = await db().select({ roomId: roomMember.roomId }).from(roomMember).where(eq(roomMember.userId, personId)).orderBy(asc(roomMember.roomId));
  for (const { roomId } of rooms) {
    const outcome = await transaction((tx) => leave(tx, personId, roomId));
    if (outcome) settled[outcome] += 1;
  }
  await forgetInvitations(personId);
  return settled;
}

/** Invitations to somebody hold their address. Those that they sent rest on nobody's right from now on. */
async function forgetInvitations(personId: number): Promise<void> {
  await db().delete(roomInvitation).where(or(eq(roomInvitation.acceptedBy, personId), sql`${roomInvitation.email} = (select ${user.email} from ${user} where ${user.id} = ${personId})`));
}

/** In the order of locks that all memberships keep: the member's row, then the room's. */
async function leave(tx: Tx, personId: number, roomId: number): Promise<keyof Settled | null> {
  const [left] = await tx.delete(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, personId))).returning({ role: roomMember.role });
  const [found] = await tx.select().from(room).where(eq(room.id, roomId)).for("no key update");
  if (!left || !found) return null;
  const others = await tx.select({ userId: roomMember.userId, role: roomMember.role, joinedAt: roomMember.joinedAt }).from(roomMember).where(eq(roomMember.roomId, roomId)).for("no key update");
  const outcome = left.role === "owner" && found.deletedAt === null ? await settleOwnership(tx, roomId, others) : "left";
  // Nobody reads what is written to somebody who is gone; and where both are, there is nothing left to keep.
  if (found.kind === "direct") await tx.update(room).set({ configuration: { ...found.configuration, chat: false }, ...(others.length === 0 ? { deletedAt: sql`now()` } : {}) }).where(eq(room.id, roomId));
  await tx.update(room).set({ memberCount: sql`greatest(0, ${room.memberCount} - 1)` }).where(eq(room.id, roomId));
  if (outcome !== "deleted") await appendRoomEvent(tx, roomId, userLeft, async () => ({ room: await readRoom(tx, roomId), user: { ...formerUser, id: personId } }));
  return outcome;
}

async function settleOwnership(tx: Tx, roomId: number, others: { userId: number; role: RoomRole; joinedAt: Date }[]): Promise<keyof Settled> {
  if (others.some(({ role }) => role === "owner")) return "left";
  const successor = successorOf(others);
  if (successor === null) {
    await tx.update(room).set({ deletedAt: sql`now()`, updatedAt: sql`now()` }).where(eq(room.id, roomId));
    await recordAudit(tx, systemActor, { action: "room.deleted", target: { type: "room", id: roomId }, details: { ownerDeleted: true } });
    // A call that still runs there has nobody's room any more.
    await recordEvent(tx, roomChanged.create({ roomId }));
    return "deleted";
  }
  await tx.update(roomMember).set({ role: "owner" }).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, successor)));
  await recordAudit(tx, systemActor, { action: "room.owner_succeeded", target: { type: "room", id: roomId }, details: { userId: successor } });
  return "handedOver";
}
