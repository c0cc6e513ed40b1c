import { eq, sql } from "drizzle-orm";
import { afterCommit, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import type { UserRole } from "@/lib/accounts/contract";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { canLoseAdmin } from "@/lib/accounts/policy";
import { personChangedTopic } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { publishHereFirst } from "@/lib/platform/listen";

/**
 * Gives somebody else another role, in force with their next request. Of two administrators who demote each other at the
 * same time one stays. @throws AppError unauthenticated, forbidden, not_found, conflict for the last administrator
 */
export async function changeRole(actor: Actor, personId: number, role: UserRole): Promise<void> {
  await transaction(async (tx) => {
    const { person, activeAdminIds } = await lockManagedPerson(tx, actor, personId);
    if (person.role === role) return;
    authorize(canLoseAdmin(personId, activeAdminIds));
    await tx.update(user).set({ role, updatedAt: sql`now()` }).where(eq(user.id, personId));
    afterCommit(tx, `${personChangedTopic}:${personId}`, () => publishHereFirst(personChangedTopic, personId));
    await recordAudit(tx, actor, { action: "account.role_changed", target: { type: "user", id: personId }, details: { from: person.role, to: role } });
  });
}
