import { and, eq, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import type { ChatUser } from "@/lib/chat/contract";
import { AppError, invalidFields } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { wakeMember } from "@/lib/events/membership";
import { recordEvent } from "@/lib/platform/jobs";
import { tellMembership } from "@/lib/rooms/commands/change-membership";
import { tellerOf } from "@/lib/rooms/commands/teller";
import { roleChanged, roomChanged, userJoined, userLeft, type AddMemberInput, type Membership, type RoomRole } from "@/lib/rooms/contract";
import { canAddMember, canChangeRole, canListMembers, canRemoveMember, type MemberFacts } from "@/lib/rooms/policy";
import { isInCallOf, knowsPerson } from "@/lib/rooms/queries/candidates";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { isBannedFrom } from "@/lib/rooms/queries/invitations";

/*
 * As wherever a membership is touched: the member's row is taken first, then the room's, and what decides is read after
 * that. Two who change each other at once come one after the other, and the second is judged by what the first did.
 */

async function nameOf(tx: Tx, userId: number): Promise<ChatUser> {
  const [person] = await tx.select({ username: user.name }).from(user).where(eq(user.id, userId));
  return { id: userId, username: person?.username ?? "" };
}

/** The locked room's facts for the asker. @throws AppError not_found */
async function lockFacts(tx: Tx, actor: Actor, roomId: number) {
  const locked = await findRoomFacts(tx, actor, { id: roomId }, true);
  if (!locked) throw new AppError("not_found");
  return locked.facts;
}

/** Makes a person a member, in the caller's transaction, after it was authorized under the room's lock; false for one who was a member already. */
export async function insertMember(tx: Tx, roomId: number, userId: number, role: RoomRole): Promise<boolean> {
  const [added] = await tx.insert(roomMember).values({ roomId, userId, role }).onConflictDoNothing().returning({ roomId: roomMember.roomId });
  return added !== undefined;
}

/** Tells a new membership: the event, who hears the room from now on, the log, and what decides in a running call. */
export async function announceMember(tx: Tx, actor: Actor, roomId: number, person: ChatUser, role: RoomRole): Promise<Membership> {
  await tx.update(room).set({ memberCount: sql`${room.memberCount} + 1` }).where(eq(room.id, roomId));
  const { membership, version } = await tellMembership(tx, person, roomId, userJoined, { by: await tellerOf(tx, actor), role });
  await tx.update(roomMember).set({ readVersion: version }).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, person.id)));
  await recordAudit(tx, actor, { action: "room.member-added", target: { type: "room", id: roomId }, details: { user: person.id, role } });
  await recordEvent(tx, roomChanged.create({ roomId }));
  wakeMember(tx, person.id, roomId, version);
  return membership;
}

/** Undo: whom somebody has removed a moment ago they may bring back, also where nothing else connects the two. */
async function hasJustRemoved(tx: Tx, actor: Actor, roomId: number, userId: number): Promise<boolean> {
  const by = sql`${roomEvent.body}->'by'->>'id' = ${String(personOf(actor) ?? 0)}`;
  const whom = sql`${roomEvent.body}->'user'->>'id' = ${String(userId)}`;
  const isRecent = sql`${roomEvent.createdAt} > now() - make_interval(secs => ${settings.undoSeconds})`;
  const [left] = await tx.select({ version: roomEvent.version }).from(roomEvent).where(and(eq(roomEvent.roomId, roomId), eq(roomEvent.type, userLeft), by, whom, isRecent)).limit(1);
  return left !== undefined;
}

/**
 * Adds a person whom the asker meets in another room already or in this one's call, or has removed a moment ago; moderators may add anybody. For all others there are
 * invitations, so that numbers cannot be tried to learn names. @throws AppError unauthenticated, not_found, forbidden;
 * invalid_input for an unknown person, and for an owner made by someone who is none; conflict for a member, and for somebody who is banned
 */
export async function addMember(actor: Actor, roomId: number, { user_id: userId, role = "member" }: AddMemberInput): Promise<Membership> {
  return transaction(async (tx) => {
    const before = await findRoomFacts(tx, actor, { id: roomId });
    if (!before) throw new AppError("not_found");
    const isSelf = personOf(actor) === userId;
    authorize(canAddMember(actor, before.facts, role, isSelf));
    if (!(await knowsPerson(tx, actor, userId)) && !(await hasJustRemoved(tx, actor, roomId, userId)) && !(await isInCallOf(tx, roomId, userId))) throw invalidFields({ user_id: ["This person cannot be added. Invite them by mail."] });
    if (await isBannedFrom(tx, roomId, userId)) throw new AppError("conflict", "This person is banned from the room. Lift the ban first.");
    if (!(await insertMember(tx, roomId, userId, role))) throw new AppError("conflict", "already a member");
    authorize(canAddMember(actor, await lockFacts(tx, actor, roomId), role, isSelf));
    return announceMember(tx, actor, roomId, await nameOf(tx, userId), role);
  });
}

/** The member with their row locked, or the refusal that hides them from those who may not see the room. */
async function lockMember(tx: Tx, actor: Actor, roomId: number, userId: number): Promise<MemberFacts> {
  const [member] = await tx.select({ role: roomMember.role }).from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId))).for("update");
  const before = await findRoomFacts(tx, actor, { id: roomId });
  if (!before) throw new AppError("not_found");
  authorize(canListMembers(actor, before.facts));
  if (!member) throw new AppError("not_found");
  return { role: member.role, isSelf: personOf(actor) === userId };
}

/** Gives a member another role. The same role again changes nothing. @throws AppError unauthenticated, not_found, forbidden, conflict for the last owner, invalid_input for an owner made by someone who is none */
export async function changeMemberRole(actor: Actor, roomId: number, userId: number, to: RoomRole): Promise<void> {
  await transaction(async (tx) => {
    const member = await lockMember(tx, actor, roomId, userId);
    authorize(canChangeRole(actor, await lockFacts(tx, actor, roomId), member, to));
    if (member.role === to) return;
    await tx.update(roomMember).set({ role: to }).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
    await tellMembership(tx, await nameOf(tx, userId), roomId, roleChanged, { by: await tellerOf(tx, actor), role: to });
    await recordAudit(tx, actor, { action: "room.role-changed", target: { type: "room", id: roomId }, details: { user: userId, from: member.role, to } });
    await recordEvent(tx, roomChanged.create({ roomId }));
  });
}

/**
 * Gives a person a role in the room, whether they are a member already or a guest of its call. @returns the role
 * @throws AppError as `changeMemberRole` and `addMember`
 */
export async function giveRole(actor: Actor, roomId: number, userId: number, role: RoomRole): Promise<RoomRole> {
  const [member] = await db().select({ role: roomMember.role }).from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
  if (member) await changeMemberRole(actor, roomId, userId, role);
  else await addMember(actor, roomId, { user_id: userId, role });
  return role;
}

/** Ends somebody's membership. The event reaches them too, and nothing of the room after it. @throws AppError unauthenticated, not_found, forbidden for owners and for oneself */
export async function removeMember(actor: Actor, roomId: number, userId: number): Promise<void> {
  await transaction(async (tx) => {
    const member = await lockMember(tx, actor, roomId, userId);
    authorize(canRemoveMember(actor, await lockFacts(tx, actor, roomId), member));
    await tx.delete(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
    await tx.update(room).set({ memberCount: sql`${room.memberCount} - 1` }).where(eq(room.id, roomId));
    await tellMembership(tx, await nameOf(tx, userId), roomId, userLeft, { by: await tellerOf(tx, actor) });
    await recordAudit(tx, actor, { action: "room.member-removed", target: { type: "room", id: roomId }, details: { user: userId, role: member.role } });
    await recordEvent(tx, roomChanged.create({ roomId }));
  });
}
