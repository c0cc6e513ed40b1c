import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accountToken } from "@/db/schema/accounts";
import type { TokenPurpose } from "@/lib/accounts/contract";
import { hashToken, randomToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";

const lifeSeconds: Record<TokenPurpose, number> = { activate: settings.activationSeconds, reset: settings.resetSeconds, keep: settings.deletionGraceSeconds, invite: settings.accountInvitationSeconds };

/** Purpose and person are part of the hash: a token opens nothing else, and nobody else's. */
function hashFor(purpose: TokenPurpose, userId: number, token: string): string {
  return hashToken(`${purpose}:${userId}`, token);
}

/** A new single-use token for a mail; only its hash is stored. A newer reset link makes the older ones useless. */
export async function issueToken(tx: Tx, purpose: TokenPurpose, userId: number): Promise<{ id: number; token: string }> {
  if (purpose === "reset") await voidTokens(tx, purpose, userId);
  const token = randomToken();
  const [row] = await tx
    .insert(accountToken)
    .values({ userId, purpose, hash: hashFor(purpose, userId, token), expiresAt: sql`now() + make_interval(secs => ${lifeSeconds[purpose]})` })
    .returning({ id: accountToken.id });
  return { id: row!.id, token };
}

/** Uses a token up, once, whoever comes first. False for one that is wrong, used, expired, of another person or purpose. */
export async function redeemToken(tx: Tx, purpose: TokenPurpose, userId: number, token: string): Promise<boolean> {
  const used = await tx
    .update(accountToken)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(accountToken.hash, hashFor(purpose, userId, token)),
        eq(accountToken.userId, userId),
        eq(accountToken.purpose, purpose),
        isNull(accountToken.usedAt),
        gt(accountToken.expiresAt, sql`now()`),
      ),
    )
    .returning({ id: accountToken.id });
  return used.length === 1;
}

/** Makes every open link of that purpose useless. */
export async function voidTokens(tx: Tx, purpose: TokenPurpose, userId: number): Promise<void> {
  await tx
    .update(accountToken)
    .set({ usedAt: sql`now()` })
    .where(and(eq(accountToken.userId, userId), eq(accountToken.purpose, purpose), isNull(accountToken.usedAt)));
}
