import { and, eq, ne, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { mistakes } from "@/lib/accounts/contract";
import { passwordChangedMail } from "@/lib/accounts/mails";
import { passwordMistake } from "@/lib/accounts/policy";
import { forgetCodeFailures } from "@/lib/accounts/second-factor";
import { endSessions } from "@/lib/accounts/sessions";
import { voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { invalidFields } from "@/lib/core/errors";
import { consumeLimit, forgetFailures } from "@/lib/platform/limiter";
import { queueMail } from "@/lib/platform/mail/queue";
import { hashPassword, verifyPassword } from "@/lib/platform/password";

/**
 * Sets a new password for somebody who knows the old one, and ends all their other sessions. A person without a password
 * gets one by a mailed link instead: an open browser alone proves too little.
 * @throws AppError invalid_input by field; rate_limited after too many wrong ones
 */
export async function changePassword(actor: UserActor, currentPassword: string, newPassword: string): Promise<void> {
  await consumeLimit("signInFailuresPerAddress", addressKey(actor.email));
  const person = await transaction(async (tx) => {
    const [found] = await tx.select().from(user).where(eq(user.id, actor.userId)).for("update");
    if (!found || !(await verifyPassword(found.passwordHash, currentPassword.normalize("NFC")))) throw invalidFields({ current_password: [mistakes.passwordWrong] });
    const mistake = passwordMistake(newPassword, found.email);
    if (mistake) throw invalidFields({ new_password: [mistake] });
    await tx.update(user).set({ passwordHash: await hashPassword(newPassword), updatedAt: sql`now()` }).where(eq(user.id, found.id));
    await voidTokens(tx, "reset", found.id);
    const ended = await endSessions(tx, and(eq(session.userId, found.id), ne(session.id, actor.sessionId)));
    await recordAudit(tx, actor, { action: "account.password_changed", target: { type: "user", id: found.id }, details: { endedSessions: ended.length } });
    await queueMail(tx, passwordChangedMail, { to: { userId: found.id }, data: { at: new Date().toISOString() } });
    return found;
  });
  await Promise.all([forgetFailures("signInFailuresPerAddress", addressKey(person.email)), forgetCodeFailures(actor.userId)]);
}
