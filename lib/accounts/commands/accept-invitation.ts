import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { decodeUid } from "@/lib/accounts/links";
import { accessLinkFor, passwordMistake } from "@/lib/accounts/policy";
import { redeemToken, voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError, invalidFields } from "@/lib/core/errors";
import { hashPassword } from "@/lib/platform/password";

const refusal = () => new AppError("invalid_input", "This invitation is wrong, was used, or has expired.");

/**
 * Opens the account that was made for whoever reads the mailbox, with their name and password, once.
 * @throws AppError invalid_input for a link that is wrong, used, taken back or expired, or by field for the password; the link stays good then
 */
export async function acceptInvitation(actor: Actor, uid: string, token: string, { name, password }: { name: string; password: string }): Promise<void> {
  const userId = decodeUid(uid);
  if (userId === null) throw refusal();
  await transaction(async (tx) => {
    const [person] = await tx.select().from(user).where(eq(user.id, userId)).for("update");
    if (!person || accessLinkFor(person) !== "invite" || !(await redeemToken(tx, "invite", userId, token))) throw refusal();
    const mistake = passwordMistake(password, person.email);
    if (mistake) throw invalidFields({ new_password: [mistake] });
    await tx.update(user).set({ name, passwordHash: await hashPassword(password), isActive: true, emailVerifiedAt: sql`now()`, updatedAt: sql`now()` }).where(eq(user.id, userId));
    for (const purpose of ["invite", "reset", "activate"] as const) await voidTokens(tx, purpose, userId);
    await recordAudit(tx, actor, { action: "account.invitation_accepted", target: { type: "user", id: userId } });
  });
}
