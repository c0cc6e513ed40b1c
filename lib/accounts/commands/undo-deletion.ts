import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { accountDeletion } from "@/db/schema/personal";
import { decodeUid } from "@/lib/accounts/links";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { redeemToken, voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

const refusal = () => new AppError("invalid_input", "This link is wrong, was used, or has expired.");

/** Takes a deletion back that has not begun; the account is what it was before. `own`: only one that the person wished for. */
async function restore(tx: Tx, userId: number, own: boolean): Promise<boolean> {
  const [gone] = await tx
    .delete(accountDeletion)
    .where(and(eq(accountDeletion.userId, userId), isNull(accountDeletion.startedAt), own ? eq(accountDeletion.isOwnWish, true) : undefined))
    .returning({ wasActive: accountDeletion.wasActive });
  if (!gone) return false;
  await tx.update(user).set({ isActive: gone.wasActive, updatedAt: sql`now()` }).where(eq(user.id, userId));
  await voidTokens(tx, "keep", userId);
  return true;
}

/** Where somebody else had asked in the person's name. The person's row is locked by the caller. */
export async function restoreLeaving(tx: Tx, userId: number): Promise<boolean> {
  return restore(tx, userId, true);
}

/** The person keeps their account, by the link from the mail or from signing in. @throws AppError invalid_input for a link that is wrong or used, and once the deletion has begun */
export async function keepAccount(actor: Actor, uid: string, token: string): Promise<void> {
  const userId = decodeUid(uid);
  if (userId === null) throw refusal();
  await transaction(async (tx) => {
    const [person] = await tx.select({ id: user.id }).from(user).where(eq(user.id, userId)).for("update");
    if (!person || !(await redeemToken(tx, "keep", userId, token)) || !(await restore(tx, userId, true))) throw refusal();
    await recordAudit(tx, actor, { action: "account.deletion_undone", target: { type: "user", id: userId } });
  });
}

/** An administrator stops the deletion of somebody else's account. @throws AppError unauthenticated, forbidden, not_found, conflict when there is none, or it has begun */
export async function stopDeletion(actor: Actor, personId: number): Promise<void> {
  await transaction(async (tx) => {
    await lockManagedPerson(tx, actor, personId);
    if (!(await restore(tx, personId, false))) throw new AppError("conflict", "There is no deletion that could be stopped.");
    await recordAudit(tx, actor, { action: "account.deletion_stopped", target: { type: "user", id: personId } });
  });
}
