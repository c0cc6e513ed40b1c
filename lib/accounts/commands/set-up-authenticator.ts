import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { userRecoveryCode, userTotp } from "@/db/schema/factors";
import { mistakes } from "@/lib/accounts/contract";
import { findPendingAuthenticator } from "@/lib/accounts/pending-authenticator";
import { requireRecentProof } from "@/lib/accounts/proof";
import { replaceRecoveryCodes } from "@/lib/accounts/recovery-codes";
import { authenticatorSeal, forgetCodeFailures, hasAuthenticator, readAppCode } from "@/lib/accounts/second-factor";
import { tellPerson } from "@/lib/accounts/tell-person";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { AppError, invalidFields } from "@/lib/core/errors";
import { seal } from "@/lib/platform/seal";
import { matchingStep, newTotpSecret } from "@/lib/platform/totp";

/** Under the lock that a sign-in waits for: it sees the factor as it was before or after, never in between. */
async function lockSelf(tx: Tx, actor: UserActor): Promise<void> {
  await requireRecentProof(tx, actor);
  await tx.select({ id: user.id }).from(user).where(eq(user.id, actor.userId)).for("update");
}

/**
 * Makes the secret that the person's app is to learn. It counts for nothing until `confirmAuthenticator`; while one waits
 * for that, it stays the same. @throws AppError proof_required; conflict when an app is on
 */
export async function beginAuthenticator(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    await lockSelf(tx, actor);
    if (await hasAuthenticator(tx, actor.userId)) throw new AppError("conflict", "An authenticator app is on already.");
    if (await findPendingAuthenticator(tx, actor.userId)) return;
    const secretCiphertext = seal(authenticatorSeal(actor.userId), newTotpSecret());
    await tx.insert(userTotp).values({ userId: actor.userId, secretCiphertext }).onConflictDoUpdate({ target: userTotp.userId, set: { secretCiphertext, lastStep: 0, createdAt: sql`now()` } });
  });
}

/**
 * Switches the app on, once its first code shows that it has learnt the secret. Answers the recovery codes, which exist
 * nowhere else. @throws AppError proof_required; invalid_input for a wrong code; conflict when nothing waits for one
 */
export async function confirmAuthenticator(actor: UserActor, typed: string): Promise<string[]> {
  return transaction(async (tx) => {
    await lockSelf(tx, actor);
    const secret = await findPendingAuthenticator(tx, actor.userId);
    if (secret === null) throw new AppError("conflict", "There is nothing to confirm.");
    const step = matchingStep(secret, readAppCode(typed) ?? "", 0);
    if (step === null) throw invalidFields({ code: [mistakes.codeWrong] });
    await tx.update(userTotp).set({ confirmedAt: sql`now()`, lastStep: step }).where(eq(userTotp.userId, actor.userId));
    const codes = await replaceRecoveryCodes(tx, actor.userId);
    await recordAudit(tx, actor, { action: "account.authenticator_added", target: { type: "user", id: actor.userId } });
    await tellPerson(tx, actor.userId, "authenticatorOn");
    return codes;
  });
}

/** Forgets a secret that was never confirmed. */
export async function cancelAuthenticator(actor: UserActor): Promise<void> {
  await transaction((tx) => tx.delete(userTotp).where(and(eq(userTotp.userId, actor.userId), isNull(userTotp.confirmedAt))));
}

/** From here on the password is enough; the recovery codes are gone too. One that is off already is what was wanted. @throws AppError proof_required */
export async function removeAuthenticator(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    await lockSelf(tx, actor);
    if (!(await deleteAuthenticator(tx, actor.userId))) return;
    await recordAudit(tx, actor, { action: "account.authenticator_removed", target: { type: "user", id: actor.userId } });
    await tellPerson(tx, actor.userId, "authenticatorOff");
  });
  await forgetCodeFailures(actor.userId);
}

/** Ten new recovery codes; the earlier ones are good for nothing. Answers them, once. @throws AppError proof_required; conflict when no app is on */
export async function renewRecoveryCodes(actor: UserActor): Promise<string[]> {
  return transaction(async (tx) => {
    await lockSelf(tx, actor);
    if (!(await hasAuthenticator(tx, actor.userId))) throw new AppError("conflict", "No authenticator app is on.");
    const codes = await replaceRecoveryCodes(tx, actor.userId);
    await recordAudit(tx, actor, { action: "account.recovery_codes_renewed", target: { type: "user", id: actor.userId } });
    await tellPerson(tx, actor.userId, "recoveryRenewed");
    return codes;
  });
}

/** The app and its recovery codes. False when none was on. */
export async function deleteAuthenticator(tx: Tx, userId: number): Promise<boolean> {
  await tx.delete(userRecoveryCode).where(eq(userRecoveryCode.userId, userId));
  const gone = await tx.delete(userTotp).where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt))).returning({ userId: userTotp.userId });
  return gone.length > 0;
}
