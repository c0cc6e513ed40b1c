import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { findDeletion } from "@/lib/accounts/deletions";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { stateOf } from "@/lib/accounts/policy";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

/**
 * Switches an account on that an administrator had switched off; the person signs in anew. An address that was never
 * confirmed is not confirmed by this. @throws AppError unauthenticated, forbidden, not_found, conflict when it is not off
 */
export async function reactivateUser(actor: Actor, personId: number): Promise<void> {
  await transaction(async (tx) => {
    const { person } = await lockManagedPerson(tx, actor, personId);
    if (await findDeletion(personId)) throw new AppError("conflict", "This account is being deleted. Stop the deletion instead.");
    if (stateOf(person, false) !== "off") throw new AppError("conflict", "This account was not deactivated.");
    await tx.update(user).set({ isActive: true, updatedAt: sql`now()` }).where(eq(user.id, personId));
    await recordAudit(tx, actor, { action: "account.reactivated", target: { type: "user", id: personId } });
  });
}
