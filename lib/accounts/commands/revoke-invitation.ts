import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { roomMember } from "@/db/schema/rooms";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { canRevokeInvitation } from "@/lib/accounts/policy";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";

/**
 * Takes an invitation back: its link stops working and the account that waited for it is gone, so that the address can
 * be invited anew. @throws AppError unauthenticated, forbidden, not_found, conflict for one that was accepted
 */
export async function revokeInvitation(actor: Actor, personId: number): Promise<void> {
  await transaction(async (tx) => {
    const { person } = await lockManagedPerson(tx, actor, personId);
    authorize(canRevokeInvitation(person, (await tx.$count(roomMember, eq(roomMember.userId, personId))) > 0));
    await tx.delete(user).where(eq(user.id, personId));
    await recordAudit(tx, actor, { action: "account.invitation_revoked", target: { type: "user", id: personId }, details: { role: person.role } });
  });
}
