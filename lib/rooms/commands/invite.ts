import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { roomInvitation, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError, isAppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { consumeLimit } from "@/lib/platform/limiter";
import type { InviteInput, InviteResult, RoomRole } from "@/lib/rooms/contract";
import { invitationDetails, invitedAddressKey, sendInvitation } from "@/lib/rooms/invitation-link";
import { canInvite } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

/** The room for one who may invite to it, locked where asked. @throws AppError unauthenticated, not_found, forbidden; invalid_input for owners invited by someone who is none */
export async function requireInviter(on: Tx | ReturnType<typeof db>, actor: Actor, roomId: number, role: RoomRole, lock: boolean): Promise<void> {
  const found = await findRoomFacts(on, actor, { id: roomId }, lock);
  if (!found) throw new AppError("not_found");
  authorize(canInvite(actor, found.facts, role));
}

/** Counts a mail to this mailbox; false where it got too many invitations today, whoever sent them. */
export async function isMailboxFree(email: string): Promise<boolean> {
  try {
    await consumeLimit("invitationPerRecipient", invitedAddressKey(email));
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return false;
    throw error;
  }
}

/** Which of the addresses are members' of this room. */
export async function memberAddresses(on: Tx | ReturnType<typeof db>, roomId: number, emails: readonly string[]): Promise<Set<string>> {
  const rows = await on
    .select({ email: user.email })
    .from(roomMember)
    .innerJoin(user, eq(user.id, roomMember.userId))
    .where(and(eq(roomMember.roomId, roomId), inArray(user.email, [...emails])));
  return new Set(rows.map(({ email }) => email));
}

/**
 * Asks people by mail to become members. Who is invited already gets a new mail, with this role. Whether an address has
 * an account is told nowhere, except that a member's is said to be one: their being here is no secret to a host.
 * @throws AppError unauthenticated, not_found, forbidden; invalid_input for owners invited by someone who is none;
 * conflict for a room with too many open invitations; rate_limited
 */
export async function inviteToRoom(actor: Actor, roomId: number, { emails, role = "member" }: InviteInput): Promise<InviteResult[]> {
  const inviter = requireUser(actor);
  await requireInviter(db(), actor, roomId, role, false);
  const members = await memberAddresses(db(), roomId, emails);
  const outcomes = new Map<string, InviteResult["outcome"]>(emails.map((email) => [email, members.has(email) ? "member" : "invited"]));
  const wanted = emails.filter((email) => !members.has(email));
  for (const email of wanted) {
    await consumeLimit("invitationPerUser", inviter.userId);
    if (!(await isMailboxFree(email))) outcomes.set(email, "limited");
  }
  const invited = wanted.filter((email) => outcomes.get(email) === "invited");
  if (invited.length > 0) {
    await transaction(async (tx) => {
      await requireInviter(tx, actor, roomId, role, true);
      const isOpen = and(eq(roomInvitation.roomId, roomId), isNull(roomInvitation.revokedAt), isNull(roomInvitation.acceptedAt));
      const [total] = await tx.select({ count: count() }).from(roomInvitation).where(isOpen);
      const open = await tx.select({ id: roomInvitation.id, email: roomInvitation.email }).from(roomInvitation).where(and(isOpen, inArray(roomInvitation.email, invited)));
      if ((total?.count ?? 0) - open.length + invited.length > settings.roomMaxInvitations) throw new AppError("conflict", "This room has too many open invitations.");
      for (const email of invited) {
        const row = await sendInvitation(tx, inviter, { roomId, email, role, open: open.find((each) => each.email === email) });
        await recordAudit(tx, actor, { action: "room.invited", target: { type: "room", id: roomId }, details: invitationDetails(row) });
      }
    });
  }
  return [...outcomes].map(([email, outcome]) => ({ email, outcome }));
}
