import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { callBan } from "@/db/schema/calls";
import { room, roomInvitation, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { userIdentity } from "@/lib/calls/contract";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import type { Invitation, InvitationView, RoomRole } from "@/lib/rooms/contract";
import { invitationHash } from "@/lib/rooms/invitation-link";
import { canInvite, canStandFor } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

const inviterRole = sql<RoomRole | null>`(select ${roomMember.role} from ${roomMember} where ${roomMember.roomId} = ${roomInvitation.roomId} and ${roomMember.userId} = ${roomInvitation.invitedBy})`;

/** The open invitations of a room, the latest first, with how they stand. @throws AppError unauthenticated, not_found, forbidden */
export async function listInvitations(actor: Actor, roomId: number): Promise<Invitation[]> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canInvite(actor, found.facts));
  const rows = await db()
    .select({ row: roomInvitation, by: user.name, isActive: user.isActive, inviterRole, isExpired: sql<boolean>`${roomInvitation.expiresAt} <= now()` })
    .from(roomInvitation)
    .leftJoin(user, eq(user.id, roomInvitation.invitedBy))
    .where(and(eq(roomInvitation.roomId, roomId), isNull(roomInvitation.revokedAt), isNull(roomInvitation.acceptedAt)))
    .orderBy(desc(roomInvitation.id))
    .limit(settings.roomMaxInvitations);
  return rows.map(({ row, by, isActive, inviterRole: role, isExpired }) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    state: isExpired ? "expired" : canStandFor({ role, isActive: isActive === true }, row.role) ? "pending" : "powerless",
    invited_by: by,
    mailed_at: row.mailedAt && toTimestamp(row.mailedAt),
    expires_at: toTimestamp(row.expiresAt),
  }));
}

export type LinkedInvitation = {
  row: typeof roomInvitation.$inferSelect;
  room: { name: string; slug: string; isDeleted: boolean };
  inviter: { name: string; role: RoomRole | null; isActive: boolean } | null;
  isExpired: boolean;
};

/** What a link's token stands for, whatever became of it; null for one that never was, or that a newer mail has replaced. */
export async function findByToken(on: Executor, token: string): Promise<LinkedInvitation | null> {
  const [found] = await on
    .select({ row: roomInvitation, name: room.name, slug: room.slug, deletedAt: room.deletedAt, by: user.name, isActive: user.isActive, inviterRole, isExpired: sql<boolean>`${roomInvitation.expiresAt} <= now()` })
    .from(roomInvitation)
    .innerJoin(room, eq(room.id, roomInvitation.roomId))
    .leftJoin(user, eq(user.id, roomInvitation.invitedBy))
    .where(eq(roomInvitation.tokenHash, invitationHash(token)));
  if (!found) return null;
  const inviter = found.by === null ? null : { name: found.by, role: found.inviterRole, isActive: found.isActive === true };
  return { row: found.row, room: { name: found.name, slug: found.slug, isDeleted: found.deletedAt !== null }, inviter, isExpired: found.isExpired };
}

/** Whether it can still be used by whoever it is for. */
export function isInForce({ row, room: at, inviter, isExpired }: LinkedInvitation): boolean {
  return row.revokedAt === null && row.acceptedAt === null && !isExpired && !at.isDeleted && canStandFor(inviter, row.role);
}

/** Whether hosts have banned a person from the room. */
export async function isBannedFrom(on: Executor, roomId: number, userId: number): Promise<boolean> {
  const [banned] = await on.select({ id: callBan.id }).from(callBan).where(and(eq(callBan.roomId, roomId), eq(callBan.identity, userIdentity(userId))));
  return banned !== undefined;
}

/** `a•••@example.org`: enough to recognise one's own, not enough to learn another's. */
function maskedAddress(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}

/** What the page of a link shows to this reader. Whoever holds the link got the mail, or had it forwarded: they see the room's name, never the whole address. */
export async function viewInvitation(actor: Actor, token: string): Promise<InvitationView> {
  const found = await findByToken(db(), token);
  if (!found || found.room.isDeleted) return { state: "gone" };
  const { row, room: at, inviter } = found;
  if (actor.kind === "user") {
    const [member] = await db().select({ role: roomMember.role }).from(roomMember).where(and(eq(roomMember.roomId, row.roomId), eq(roomMember.userId, actor.userId)));
    if (member && !isInForce(found)) return { state: "member", slug: at.slug, room: at.name };
  }
  if (!isInForce(found) || !inviter) return { state: "gone" };
  const shown = { room: at.name, by: inviter.name };
  if (actor.kind !== "user") return { state: "signed_out", ...shown, role: row.role };
  if (actor.email !== row.email) return { state: "other_account", ...shown, address: maskedAddress(row.email) };
  return (await isBannedFrom(db(), row.roomId, actor.userId)) ? { state: "banned", room: at.name } : { state: "open", ...shown, role: row.role };
}
