import { and, eq, isNull } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { accountDeletion } from "@/db/schema/personal";
import type { DeletionState } from "@/lib/accounts/contract";
import { mailedLink } from "@/lib/accounts/links";
import { issueToken } from "@/lib/accounts/tokens";

/** The deletion of somebody's account that is under way, for those who may manage them; null when there is none. Authorization is the caller's. */
export async function findDeletion(personId: number): Promise<DeletionState | null> {
  const [row] = await db().select().from(accountDeletion).where(eq(accountDeletion.userId, personId));
  return row ? { dueAt: row.dueAt, isOwnWish: row.isOwnWish, reason: row.reason, canStop: row.startedAt === null } : null;
}

/**
 * Where somebody who has just given the right password of a closed account can keep it; null where that is not theirs to
 * decide. A new link: the one in the mail stays good as well.
 */
export async function offerToKeep(personId: number): Promise<string | null> {
  return transaction(async (tx) => {
    const [leaving] = await tx
      .select({ userId: accountDeletion.userId })
      .from(accountDeletion)
      .where(and(eq(accountDeletion.userId, personId), eq(accountDeletion.isOwnWish, true), isNull(accountDeletion.startedAt)));
    if (!leaving) return null;
    const { token } = await issueToken(tx, "keep", personId);
    return new URL(mailedLink("keep", personId, token, null)).pathname;
  });
}
