import { and, eq, sql } from "drizzle-orm";
import { db, transaction, type Executor, type Tx } from "@/db/client";
import { passkey } from "@/db/schema/factors";
import type { ChallengePurpose, PasskeyAnswer } from "@/lib/accounts/contract";
import { redeemChallenge } from "@/lib/accounts/passkey-challenges";
import { tellPerson } from "@/lib/accounts/tell-person";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { hashToken } from "@/lib/core/secret";
import { checkAnswer, claimedChallenge } from "@/lib/platform/webauthn";

type PasskeyRow = typeof passkey.$inferSelect;

/** What an authenticator knows a person by: always the same, and nothing that says who it is. */
export function userHandle(userId: number): string {
  return hashToken("passkey user", String(userId));
}

export function passkeysOf(on: Executor, userId: number): Promise<PasskeyRow[]> {
  return on.select().from(passkey).where(eq(passkey.userId, userId)).orderBy(passkey.id);
}

/**
 * The passkey that signed this answer to a challenge of ours; null for anything else. One whose counter went back was
 * perhaps copied: refused, kept in the audit log and told to its person.
 */
export async function findSigner(actor: Actor, answer: PasskeyAnswer, bound: { purpose: ChallengePurpose; browser: string; userId: number | null }): Promise<PasskeyRow | null> {
  const challenge = claimedChallenge(answer.response.clientDataJSON);
  if (challenge === null || !(await redeemChallenge(challenge, bound))) return null;
  const [known] = await db().select().from(passkey).where(eq(passkey.credentialId, answer.id));
  if (!known || (bound.userId !== null && known.userId !== bound.userId)) return null;
  if (answer.response.userHandle !== undefined && answer.response.userHandle !== userHandle(known.userId)) return null;
  const signed = await checkAnswer(answer, challenge, known);
  return signed && transaction((tx) => countUse(tx, actor, known.id, signed));
}

async function countUse(tx: Tx, actor: Actor, id: number, { counter, isBackedUp }: { counter: number; isBackedUp: boolean }): Promise<PasskeyRow | null> {
  const [now] = await tx.select().from(passkey).where(eq(passkey.id, id)).for("update");
  if (!now) return null;
  // Both zero: a passkey that does not count, as most that a password manager keeps.
  if (counter <= now.counter && (counter > 0 || now.counter > 0)) {
    await recordAudit(tx, actor, { action: "passkey.counter_went_back", target: { type: "user", id: now.userId }, details: { passkeyId: id, stored: now.counter, given: counter } });
    await tellPerson(tx, now.userId, "passkeyCopied", { name: now.name });
    return null;
  }
  await tx.update(passkey).set({ counter, isBackedUp, lastUsedAt: sql`now()` }).where(and(eq(passkey.id, id)));
  return now;
}
