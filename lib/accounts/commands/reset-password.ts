import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { decodeUid } from "@/lib/accounts/links";
import { passwordChangedMail } from "@/lib/accounts/mails";
import { canResetPassword, passwordMistake } from "@/lib/accounts/policy";
import { forgetCodeFailures } from "@/lib/accounts/second-factor";
import { endSessions } from "@/lib/accounts/sessions";
import { redeemToken, voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError, invalidFields } from "@/lib/core/errors";
import { forgetFailures } from "@/lib/platform/limiter";
import { queueMail } from "@/lib/platform/mail/queue";
import { hashPassword } from "@/lib/platform/password";

const refusal = () => new AppError("invalid_input", "This link is wrong, was used, or has expired.");

/**
 * Sets the password of the person whose mailbox the link was sent to, ends all their sessions, and forgets their failed
 * attempts. Confirms the address as well: an account that somebody else made with it changes hands here, with its password.
 * @throws AppError invalid_input for a link that is wrong, used or expired, or by field for the password; the link stays good then
 */
export async function resetPassword(actor: Actor, uid: string, token: string, newPassword: string): Promise<void> {
  const userId = decodeUid(uid);
  if (userId === null) throw refusal();
  const person = await transaction(async (tx) => {
    const [found] = await tx.select().from(user).where(eq(user.id, userId)).for("update");
    if (!found || !canResetPassword(found) || !(await redeemToken(tx, "reset", userId, token))) throw refusal();
    const mistake = passwordMistake(newPassword, found.email);
    if (mistake) throw invalidFields({ new_password: [mistake] });
    await tx
      .update(user)
      .set({ passwordHash: await hashPassword(newPassword), isActive: true, emailVerifiedAt: sql`coalesce(${user.emailVerifiedAt}, now())`, updatedAt: sql`now()` })
      .where(eq(user.id, userId));
    for (const purpose of ["reset", "activate", "invite"] as const) await voidTokens(tx, purpose, userId);
    const ended = await endSessions(tx, eq(session.userId, userId));
    await recordAudit(tx, actor, { action: "account.password_reset", target: { type: "user", id: userId }, details: { endedSessions: ended.length } });
    await queueMail(tx, passwordChangedMail, { to: { userId: found.id }, data: { at: new Date().toISOString() } });
    return found;
  });
  await Promise.all([forgetFailures("signInFailuresPerAddress", addressKey(person.email)), forgetCodeFailures(userId)]);
}
