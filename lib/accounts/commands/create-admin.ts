import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { accountDeletion } from "@/db/schema/personal";
import { mailedLink } from "@/lib/accounts/links";
import { nameFromEmail } from "@/lib/accounts/policy";
import { issueToken } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

export type CreatedAdmin = { isNew: boolean; url: string };

/**
 * Makes an administrator: a new account for the address, or the one that has it, switched on. Answers a link that sets the
 * password, once, within the hour; nobody is mailed. Only for whoever may run commands on the server itself: never behind
 * a route or an action. @throws AppError conflict for an account whose deletion has begun
 */
export async function unsafeCreateAdmin(email: string): Promise<CreatedAdmin> {
  return transaction(async (tx) => {
    const [made] = await tx
      .insert(user)
      .values({ email, name: nameFromEmail(email), role: "admin", isActive: true, emailVerifiedAt: sql`now()` })
      .onConflictDoNothing()
      .returning({ id: user.id });
    const [person] = made ? [made] : await tx.select({ id: user.id }).from(user).where(eq(user.email, email)).for("update");
    if (!person) throw new AppError("conflict", "The account was removed this moment. Try again.");
    if (!made) {
      const [leaving] = await tx.delete(accountDeletion).where(eq(accountDeletion.userId, person.id)).returning();
      if (leaving?.startedAt) throw new AppError("conflict", "The deletion of this account has begun.");
      await tx.update(user).set({ role: "admin", isActive: true, emailVerifiedAt: sql`coalesce(${user.emailVerifiedAt}, now())`, updatedAt: sql`now()` }).where(eq(user.id, person.id));
    }
    await recordAudit(tx, systemActor, { action: made ? "account.admin_created" : "account.admin_raised", target: { type: "user", id: person.id } });
    const { token } = await issueToken(tx, "reset", person.id);
    return { isNew: made !== undefined, url: mailedLink("reset", person.id, token, null) };
  });
}
