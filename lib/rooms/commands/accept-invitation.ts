import { and, eq, isNotNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomInvitation, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { wakeMember } from "@/lib/events/membership";
import { recordEvent } from "@/lib/platform/jobs";
import { tellMembership } from "@/lib/rooms/commands/change-membership";
import { insertMember } from "@/lib/rooms/commands/manage-members";
import { roleChanged, roomChanged, userJoined } from "@/lib/rooms/contract";
import { invitationDetails } from "@/lib/rooms/invitation-link";
import { isHigherRole } from "@/lib/rooms/policy";
import { findByToken, isBannedFrom, isInForce, type LinkedInvitation } from "@/lib/rooms/queries/invitations";

/** Whether the address is confirmed to be this person's, now. */
async function hasAddress(tx: Tx, { userId }: UserActor, email: string): Promise<boolean> {
  const [person] = await tx.select({ id: user.id }).from(user).where(and(eq(user.id, userId), eq(user.email, email), isNotNull(user.emailVerifiedAt)));
  return person !== undefined;
}

/**
 * Makes the asker a member with the invitation's role, once; a member by now gets the role where it is more than theirs.
 * It counts for nobody but the person with the address it was mailed to, and only while whoever sent it could still give
 * that role. Answers the room's address.
 * @throws AppError unauthenticated; not_found for a link that does not work (any more); forbidden for another account; banned
 */
export async function acceptInvitation(actor: Actor, token: string): Promise<{ slug: string }> {
  const person = requireUser(actor);
  return transaction(async (tx) => {
    const before = await findByToken(tx, token);
    if (!before || !isInForce(before)) throw new AppError("not_found");
    const { roomId } = before.row;
    if (!(await hasAddress(tx, person, before.row.email))) throw new AppError("forbidden");
    // As wherever a membership is touched: the member's row first, then the room's, and then what decides is read again.
    const isNew = await insertMember(tx, roomId, person.userId, before.row.role);
    await tx.select({ id: room.id }).from(room).where(eq(room.id, roomId)).for("no key update");
    const found = await findByToken(tx, token);
    if (!found || !isInForce(found)) throw new AppError("not_found");
    if (await isBannedFrom(tx, roomId, person.userId)) throw new AppError("banned");
    await tx.update(roomInvitation).set({ acceptedAt: sql`now()`, acceptedBy: person.userId }).where(eq(roomInvitation.id, found.row.id));
    await (isNew ? comeIn(tx, person, found) : rise(tx, person, found));
    await recordAudit(tx, actor, { action: "room.invitation_accepted", target: { type: "room", id: roomId }, details: invitationDetails(found.row) });
    return { slug: found.room.slug };
  });
}

const tellerOfInvitation = ({ row, inviter }: LinkedInvitation) => ({ id: row.invitedBy ?? 0, username: inviter?.name ?? "" });

async function comeIn(tx: Tx, { userId, name }: UserActor, found: LinkedInvitation): Promise<void> {
  const { roomId, role } = found.row;
  await tx.update(room).set({ memberCount: sql`${room.memberCount} + 1` }).where(eq(room.id, roomId));
  const { version } = await tellMembership(tx, { id: userId, username: name }, roomId, userJoined, { by: tellerOfInvitation(found), role });
  await tx.update(roomMember).set({ readVersion: version }).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId)));
  await recordEvent(tx, roomChanged.create({ roomId }));
  wakeMember(tx, userId, roomId, version);
}

async function rise(tx: Tx, { userId, name }: UserActor, found: LinkedInvitation): Promise<void> {
  const { roomId, role } = found.row;
  const which = and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId));
  const [member] = await tx.select({ role: roomMember.role }).from(roomMember).where(which);
  if (!member || !isHigherRole(role, member.role)) return;
  await tx.update(roomMember).set({ role }).where(which);
  await tellMembership(tx, { id: userId, username: name }, roomId, roleChanged, { by: tellerOfInvitation(found), role });
  await recordEvent(tx, roomChanged.create({ roomId }));
}
