import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { accountToken, session, user } from "@/db/schema/accounts";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { canLoseAdmin } from "@/lib/accounts/policy";
import { endSessions } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

/**
 * Switches an account off: every session, stream, playback and place in a call ends at once, links that were mailed are
 * good for nothing any more. Nothing of the person is deleted. Answers how many sessions ended.
 * @throws AppError unauthenticated, forbidden, not_found, conflict when it is not on, or for the last administrator
 */
export async function deactivateUser(actor: Actor, personId: number): Promise<number> {
  return transaction(async (tx) => {
    const { person, activeAdminIds } = await lockManagedPerson(tx, actor, personId);
    if (!person.isActive) throw new AppError("conflict", "This account is not active.");
    authorize(canLoseAdmin(personId, activeAdminIds));
    // An account that was never confirmed counts as confirmed from here on: otherwise an old link would switch it on again.
    await tx.update(user).set({ isActive: false, emailVerifiedAt: person.emailVerifiedAt ?? sql`now()`, updatedAt: sql`now()` }).where(eq(user.id, personId));
    await tx.update(accountToken).set({ usedAt: sql`now()` }).where(and(eq(accountToken.userId, personId), isNull(accountToken.usedAt)));
    const ended = await endSessions(tx, eq(session.userId, personId));
    await recordAudit(tx, actor, { action: "account.deactivated", target: { type: "user", id: personId }, details: { endedSessions: ended.length } });
    return ended.length;
  });
}
