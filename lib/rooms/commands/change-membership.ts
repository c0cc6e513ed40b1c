import { and, eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import type { ChatUser } from "@/lib/chat/contract";
import { AppError } from "@/lib/core/errors";
import { wakeMember } from "@/lib/events/membership";
import { appendRoomEvent } from "@/lib/events/room-events";
import { recordEvent } from "@/lib/platform/jobs";
import { roomChanged, userJoined, userLeft, type Membership, type RoomRole } from "@/lib/rooms/contract";
import { canJoinRoom, canLeaveRoom } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { readRoom } from "@/lib/rooms/queries/room-row";

/*
 * Lock order of everything that touches a membership: the member's row, then the room's. A message holds a key-share
 * lock on its author's member row before it takes the room, so nobody writes after they have left.
 */

/** Takes the next version for a coming or going and tells it, with the room as it is after it; `by` is who did it to them. */
export async function tellMembership(tx: Tx, user: ChatUser, roomId: number, type: string, more: { by?: ChatUser; role?: RoomRole } = {}): Promise<{ membership: Membership; version: number }> {
  let membership: Membership | undefined;
  const version = await appendRoomEvent(tx, roomId, type, async () => ({ ...(membership = { room: await readRoom(tx, roomId), user }), ...more }));
  if (!membership) throw new Error("the event had no body");
  return { membership, version };
}

/**
 * Makes the asker a member. @throws AppError unauthenticated, not_found, forbidden where members are added by owners,
 * conflict for one who is a member already (and no version is used up)
 */
export async function joinRoom(actor: Actor, roomId: number): Promise<Membership> {
  const { userId, name } = requireUser(actor);
  return transaction(async (tx) => {
    const before = await findRoomFacts(tx, actor, { id: roomId });
    if (!before) throw new AppError("not_found");
    authorize(canJoinRoom(actor, before.facts));
    const [joined] = await tx.insert(roomMember).values({ roomId, userId, role: "member" }).onConflictDoNothing().returning({ roomId: roomMember.roomId });
    const locked = await findRoomFacts(tx, actor, { id: roomId }, true);
    if (!locked) throw new AppError("not_found");
    authorize(canJoinRoom(actor, { ...locked.facts, role: joined ? null : locked.facts.role }));
    await tx.update(room).set({ memberCount: sql`${room.memberCount} + 1` }).where(eq(room.id, roomId));
    const { membership, version } = await tellMembership(tx, { id: userId, username: name }, roomId, userJoined);
    await tx.update(roomMember).set({ readVersion: version }).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
    await recordAudit(tx, actor, { action: "room.joined", target: { type: "room", id: roomId } });
    wakeMember(tx, userId, roomId, version);
    return membership;
  });
}

/** Ends the asker's membership. The event reaches them too, and nothing of the room after it. @throws AppError unauthenticated, not_found, conflict for the last owner */
export async function leaveRoom(actor: Actor, roomId: number): Promise<Membership> {
  const { userId, name } = requireUser(actor);
  return transaction(async (tx) => {
    const [left] = await tx.delete(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId))).returning({ role: roomMember.role });
    const found = await findRoomFacts(tx, actor, { id: roomId }, true);
    if (!found) throw new AppError("not_found");
    authorize(canLeaveRoom(actor, { ...found.facts, role: left?.role ?? null }));
    await tx.update(room).set({ memberCount: sql`${room.memberCount} - 1` }).where(eq(room.id, roomId));
    const { membership } = await tellMembership(tx, { id: userId, username: name }, roomId, userLeft);
    await recordEvent(tx, roomChanged.create({ roomId }));
    await recordAudit(tx, actor, { action: "room.left", target: { type: "room", id: roomId } });
    return membership;
  });
}
