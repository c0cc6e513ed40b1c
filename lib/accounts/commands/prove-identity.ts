import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { mistakes, type PasskeyAnswer } from "@/lib/accounts/contract";
import { keepChallenge } from "@/lib/accounts/passkey-challenges";
import { findSigner, passkeysOf } from "@/lib/accounts/passkeys";
import { rememberProof } from "@/lib/accounts/proof";
import { countCodeAttempt, forgetCodeFailures, takeCode } from "@/lib/accounts/second-factor";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { AppError, invalidFields } from "@/lib/core/errors";
import { consumeLimit, forgetFailures } from "@/lib/platform/limiter";
import { verifyPassword } from "@/lib/platform/password";
import { answerOptions, type AnswerOptions } from "@/lib/platform/webauthn";

type Means = "password" | "code" | "passkey";

/**
 * Opens what needs a recent proof for this session, by the person's password. @throws AppError invalid_input by field;
 * rate_limited together with wrong passwords at the sign-in
 */
export async function proveByPassword(actor: UserActor, password: string): Promise<void> {
  await consumeLimit("signInFailuresPerAddress", addressKey(actor.email));
  const [person] = await db().select({ passwordHash: user.passwordHash }).from(user).where(eq(user.id, actor.userId));
  if (!(await verifyPassword(person?.passwordHash, password.normalize("NFC")))) {
    await recordRefusal(actor, "password");
    throw invalidFields({ password: [mistakes.passwordWrong] });
  }
  await forgetFailures("signInFailuresPerAddress", addressKey(actor.email));
  await keepProof(actor, "password");
}

/** The same by a code of their app, or a recovery code. @throws AppError invalid_input by field; rate_limited together with wrong codes at the sign-in */
export async function proveByCode(actor: UserActor, code: string): Promise<void> {
  await countCodeAttempt(actor, actor.userId, code);
  const kind = await transaction((tx) => takeCode(tx, actor.userId, code));
  if (kind === null || kind === "off") {
    await recordRefusal(actor, "code");
    throw invalidFields({ code: [mistakes.codeWrong] });
  }
  await forgetCodeFailures(actor.userId);
  await keepProof(actor, "code");
}

/** What this browser is asked to sign with a passkey of this person. @throws AppError conflict when there is none */
export async function beginPasskeyProof(actor: UserActor, browser: string): Promise<AnswerOptions> {
  const keys = await passkeysOf(db(), actor.userId);
  if (keys.length === 0) throw new AppError("conflict", "There is no passkey.");
  const options = await answerOptions(keys);
  await keepChallenge(options.challenge, { purpose: "proof", browser, userId: actor.userId });
  return options;
}

/** The same by a passkey of this person. @throws AppError invalid_input for an answer that is not right */
export async function proveByPasskey(actor: UserActor, browser: string, answer: PasskeyAnswer): Promise<void> {
  const key = await findSigner(actor, answer, { purpose: "proof", browser, userId: actor.userId });
  if (!key) {
    await recordRefusal(actor, "passkey");
    throw new AppError("invalid_input", "This passkey was not accepted.");
  }
  await keepProof(actor, "passkey");
}

async function recordRefusal(actor: UserActor, by: Means): Promise<void> {
  await recordAudit(db(), actor, { action: "session.proof_refused", target: { type: "session", id: actor.sessionId }, details: { by } });
}

async function keepProof(actor: UserActor, by: Means): Promise<void> {
  await transaction(async (tx) => {
    await rememberProof(tx, actor);
    await recordAudit(tx, actor, { action: "session.proven", target: { type: "session", id: actor.sessionId }, details: { by } });
  });
}
