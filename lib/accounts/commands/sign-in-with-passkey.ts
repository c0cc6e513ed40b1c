import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import type { SignedIn } from "@/lib/accounts/commands/sign-in";
import type { PasskeyAnswer } from "@/lib/accounts/contract";
import { keepChallenge } from "@/lib/accounts/passkey-challenges";
import { findSigner } from "@/lib/accounts/passkeys";
import { canSignIn } from "@/lib/accounts/policy";
import { openSession } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { consumeLimit, giveBack } from "@/lib/platform/limiter";
import { answerOptions, type AnswerOptions } from "@/lib/platform/webauthn";

/** What this browser is asked to sign with any passkey that it has for us. */
export async function beginPasskeySignIn(browser: string): Promise<AnswerOptions> {
  const options = await answerOptions();
  await keepChallenge(options.challenge, { purpose: "sign-in", browser, userId: null });
  return options;
}

/**
 * Opens a session for the person whose passkey signed. It counts as both factors: the device, and the finger, face or PIN
 * that it asked for. @throws AppError unauthenticated for anything that is not right, always the same; rate_limited
 */
export async function signInWithPasskey(actor: Actor, { browser, answer, userAgent }: { browser: string; answer: PasskeyAnswer; userAgent: string | null }): Promise<SignedIn> {
  const client = actor.address ?? "unknown";
  await consumeLimit("signInFailuresPerClient", client);
  const key = await findSigner(actor, answer, { purpose: "sign-in", browser, userId: null });
  const signedIn = key && (await transaction(async (tx) => {
    const [person] = await tx.select().from(user).where(eq(user.id, key.userId)).for("share");
    if (!person || !canSignIn(person)) return null;
    const opened = await openSession(tx, person.id, { address: actor.address, userAgent });
    await recordAudit(tx, actor, { action: "session.started", target: { type: "user", id: person.id }, details: { sessionId: opened.sessionId, by: ["passkey"] } });
    return { ...opened, name: person.name, email: person.email, locale: person.locale };
  }));
  if (!signedIn) {
    await recordAudit(db(), actor, { action: "session.refused", ...(key ? { target: { type: "user", id: key.userId } } : {}), details: { by: "passkey" } });
    throw new AppError("unauthenticated", "invalid credentials");
  }
  await giveBack("signInFailuresPerClient", client);
  return signedIn;
}
