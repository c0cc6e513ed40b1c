import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { roomInvitation } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { consumeLimit } from "@/lib/platform/limiter";
import { cancelMails } from "@/lib/platform/mail/queue";
import { isMailboxFree, memberAddresses, requireInviter } from "@/lib/rooms/commands/invite";
import { takenIndexOf } from "@/lib/rooms/commands/taken";
import type { RoomRole } from "@/lib/rooms/contract";
import { invitationDetails, invitationMails, sendInvitation, type InvitationRow } from "@/lib/rooms/invitation-link";

async function findInvitation(on: Tx | ReturnType<typeof db>, roomId: number, invitationId: number): Promise<InvitationRow | undefined> {
  const [row] = await on.select().from(roomInvitation).where(and(eq(roomInvitation.id, invitationId), eq(roomInvitation.roomId, roomId), isNull(roomInvitation.acceptedAt)));
  return row;
}

/** The invitation under the room's lock, for one who may give its role. @throws AppError unauthenticated, not_found, forbidden, invalid_input */
async function lockInvitation(tx: Tx, actor: Actor, roomId: number, invitationId: number, role?: RoomRole): Promise<InvitationRow> {
  await requireInviter(tx, actor, roomId, role ?? "member", true);
  const row = await findInvitation(tx, roomId, invitationId);
  if (!row) throw new AppError("not_found");
  return row;
}

/**
 * Sends a new mail with a new link; the asker stands for the invitation from now on.
 * @throws AppError unauthenticated, not_found, forbidden; invalid_input for an owner's by someone who is none; conflict for
 * one that was taken back or whose address is a member's by now; rate_limited
 */
export async function resendInvitation(actor: Actor, roomId: number, invitationId: number): Promise<void> {
  const inviter = requireUser(actor);
  await requireInviter(db(), actor, roomId, "member", false);
  const before = await findInvitation(db(), roomId, invitationId);
  if (!before) throw new AppError("not_found");
  await consumeLimit("invitationPerUser", inviter.userId);
  if (!(await isMailboxFree(before.email))) throw new AppError("rate_limited", { retryAfterSeconds: 3600 });
  await transaction(async (tx) => {
    const row = await lockInvitation(tx, actor, roomId, invitationId, before.role);
    if (row.revokedAt) throw new AppError("conflict", "This invitation was taken back.");
    if ((await memberAddresses(tx, roomId, [row.email])).size > 0) throw new AppError("conflict", "already a member");
    await sendInvitation(tx, inviter, { roomId, email: row.email, role: row.role, open: row });
    await recordAudit(tx, actor, { action: "room.invited", target: { type: "room", id: roomId }, details: { ...invitationDetails(row), again: true } });
  });
}

/**
 * Takes an invitation back, or puts it in force again (undo). A mail that had not gone out by then is sent after all;
 * otherwise the link that was mailed works again. What is so already stays so.
 * @throws AppError unauthenticated, not_found, forbidden; conflict where the address was invited anew meanwhile
 */
export async function setInvitationRevoked(actor: Actor, roomId: number, invitationId: number, revoked: boolean): Promise<void> {
  const asker = requireUser(actor);
  try {
    await transaction(async (tx) => {
      const row = await lockInvitation(tx, actor, roomId, invitationId);
      if ((row.revokedAt !== null) === revoked) return;
      if (revoked) {
        const isUnsent = (await cancelMails(tx, invitationMails(row.id))) > 0;
        await tx.update(roomInvitation).set({ revokedAt: sql`now()`, ...(isUnsent ? { mailedAt: null } : {}) }).where(eq(roomInvitation.id, row.id));
      } else {
        await tx.update(roomInvitation).set({ revokedAt: null }).where(eq(roomInvitation.id, row.id));
        if (row.mailedAt === null) {
          await requireInviter(tx, actor, roomId, row.role, false);
          await sendInvitation(tx, asker, { roomId, email: row.email, role: row.role, open: row });
        }
      }
      await recordAudit(tx, actor, { action: revoked ? "room.invitation_revoked" : "room.invitation_restored", target: { type: "room", id: roomId }, details: invitationDetails(row) });
    });
  } catch (error) {
    throw takenIndexOf(error) === "room_invitation_open" ? new AppError("conflict", "This address was invited again meanwhile.") : error;
  }
}

/** Forgets invitations some time after their end, whatever became of them: the addresses of those who never came are nobody's business any more. Answers how many. */
export async function pruneInvitations(): Promise<number> {
  const gone = await db()
    .delete(roomInvitation)
    .where(lt(roomInvitation.expiresAt, sql`now() - make_interval(secs => ${settings.invitationKeptSeconds})`))
    .returning({ id: roomInvitation.id });
  return gone.length;
}
