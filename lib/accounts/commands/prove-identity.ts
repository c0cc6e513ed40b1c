import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { mistakes } from "@/lib/accounts/contract";
import { rememberProof } from "@/lib/accounts/proof";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { invalidFields } from "@/lib/core/errors";
import { consumeLimit, forgetFailures } from "@/lib/platform/limiter";
import { verifyPassword } from "@/lib/platform/password";

/**
 * Opens what needs a recent proof for this session, by the person's password. @throws AppError invalid_input by field;
 * rate_limited together with wrong passwords at the sign-in
 */
export async function proveByPassword(actor: UserActor, password: string): Promise<void> {
  await consumeLimit("signInFailuresPerAddress", addressKey(actor.email));
  const [person] = await db().select({ passwordHash: user.passwordHash }).from(user).where(eq(user.id, actor.userId));
  if (!(await verifyPassword(person?.passwordHash, password.normalize("NFC")))) {
    await recordAudit(db(), actor, { action: "session.proof_refused", target: { type: "session", id: actor.sessionId }, details: { by: "password" } });
    throw invalidFields({ password: [mistakes.passwordWrong] });
  }
  await forgetFailures("signInFailuresPerAddress", addressKey(actor.email));
  await keepProof(actor, "password");
}

async function keepProof(actor: UserActor, by: "password"): Promise<void> {
  await transaction(async (tx) => {
    await rememberProof(tx, actor);
    await recordAudit(tx, actor, { action: "session.proven", target: { type: "session", id: actor.sessionId }, details: { by } });
  });
}
