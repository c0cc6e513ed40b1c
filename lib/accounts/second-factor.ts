import { and, eq, isNotNull } from "drizzle-orm";
import { transaction, type Executor, type Tx } from "@/db/client";
import { userTotp } from "@/db/schema/factors";
import { countRecoveryCodes, readRecoveryCode, redeemRecoveryCode } from "@/lib/accounts/recovery-codes";
import { tellPerson } from "@/lib/accounts/tell-person";
import type { Actor } from "@/lib/authz/actor";
import { isAppError } from "@/lib/core/errors";
import { consumeLimit, forgetFailures } from "@/lib/platform/limiter";
import { log } from "@/lib/platform/log";
import { unseal } from "@/lib/platform/seal";
import { matchingStep } from "@/lib/platform/totp";

/** By what somebody answered the question for the second factor; `off` when there was nothing to ask. */
export type CodeKind = "app" | "recovery" | "off";

/** What the secret of a person's app is sealed for: copied to another person's row, it opens nothing. */
export const authenticatorSeal = (userId: number) => `authenticator secret of ${userId}`;

/** Whether a password alone is not enough for this person. */
export async function hasAuthenticator(on: Executor, userId: number): Promise<boolean> {
  const [row] = await on.select({ userId: userTotp.userId }).from(userTotp).where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt)));
  return row !== undefined;
}

/** Six figures, however an app spaced them; null for anything else. */
export function readAppCode(typed: string): string | null {
  const figures = typed.slice(0, 20).replace(/\s/g, "");
  return /^\d{6}$/.test(figures) ? figures : null;
}

/** Uses up the code of an app, or a recovery code, under the lock of its person's factor; a recovery code is told of by mail. Null when it is not right. */
export async function takeCode(tx: Tx, userId: number, typed: string): Promise<CodeKind | null> {
  const [factor] = await tx.select().from(userTotp).where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt))).for("update");
  if (!factor) return "off";
  const appCode = readAppCode(typed);
  if (appCode === null) {
    const recoveryCode = readRecoveryCode(typed);
    if (recoveryCode === null || !(await redeemRecoveryCode(tx, userId, recoveryCode))) return null;
    await tellPerson(tx, userId, "recoveryUsed", { left: await countRecoveryCodes(tx, userId) });
    return "recovery";
  }
  const secret = unseal(authenticatorSeal(userId), factor.secretCiphertext);
  if (secret === null) log.error({ userId }, "the secret of an authenticator app cannot be read: was AUTH_SECRET changed?");
  const step = secret === null ? null : matchingStep(secret, appCode, factor.lastStep);
  if (step === null) return null;
  await tx.update(userTotp).set({ lastStep: step }).where(eq(userTotp.userId, userId));
  return "app";
}

/**
 * Counts an attempt before it is known whether it fails. Codes of an app are counted for the person; recovery codes, which
 * nobody can guess, for where they come from, so that nobody is kept out of their account by someone else's guessing.
 * @throws AppError rate_limited, and tells the person once a day, because whoever guesses knows their password
 */
export async function countCodeAttempt(actor: Actor, userId: number, typed: string): Promise<void> {
  if (readAppCode(typed) === null) return consumeLimit("recoveryCodeFailuresPerClient", actor.address ?? "unknown");
  try {
    await consumeLimit("codeFailuresPerUser", userId);
    await consumeLimit("codeFailuresPerUserAndDay", userId);
  } catch (error) {
    if (isAppError(error)) await warnOfGuessing(userId);
    throw error;
  }
}

/** After a code was right, or the password was changed: whoever guessed before starts at nothing. */
export async function forgetCodeFailures(userId: number): Promise<void> {
  await Promise.all([forgetFailures("codeFailuresPerUser", String(userId)), forgetFailures("codeFailuresPerUserAndDay", String(userId))]);
}

async function warnOfGuessing(userId: number): Promise<void> {
  try {
    await consumeLimit("codeWarningPerUser", userId);
  } catch (error) {
    if (isAppError(error)) return;
    throw error;
  }
  await transaction((tx) => tellPerson(tx, userId, "codesGuessed"));
}
