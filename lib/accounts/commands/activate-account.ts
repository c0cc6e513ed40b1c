import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { decodeUid } from "@/lib/accounts/links";
import { canActivate } from "@/lib/accounts/policy";
import { redeemToken, voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

const refusal = () => new AppError("invalid_input", "This activation link is wrong, was used, or has expired.");

/** Confirms the address and switches the account on, once. @throws AppError invalid_input for a link that is wrong, used or expired */
export async function activateAccount(actor: Actor, uid: string, token: string): Promise<void> {
  const userId = decodeUid(uid);
  if (userId === null) throw refusal();
  await transaction(async (tx) => {
    const [person] = await tx.select().from(user).where(eq(user.id, userId)).for("update");
    if (!person || !canActivate(person) || !(await redeemToken(tx, "activate", userId, token))) throw refusal();
    await tx.update(user).set({ isActive: true, emailVerifiedAt: sql`now()`, updatedAt: sql`now()` }).where(eq(user.id, userId));
    await voidTokens(tx, "activate", userId);
    await recordAudit(tx, actor, { action: "account.activated", target: { type: "user", id: userId } });
  });
}
