import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { passkey } from "@/db/schema/factors";
import type { PasskeyRegistration } from "@/lib/accounts/contract";
import { keepChallenge, redeemChallenge } from "@/lib/accounts/passkey-challenges";
import { passkeysOf, userHandle } from "@/lib/accounts/passkeys";
import { requireRecentProof } from "@/lib/accounts/proof";
import { tellPerson } from "@/lib/accounts/tell-person";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { checkRegistration, claimedChallenge, registrationOptions, type RegistrationOptions } from "@/lib/platform/webauthn";

const refusal = () => new AppError("invalid_input", "This passkey could not be added.");

/** What this browser is asked to make a passkey with. @throws AppError proof_required */
export async function beginPasskey(actor: UserActor, browser: string): Promise<RegistrationOptions> {
  await requireRecentProof(db(), actor);
  const options = await registrationOptions({ handle: userHandle(actor.userId), email: actor.email, name: actor.name }, await passkeysOf(db(), actor.userId));
  await keepChallenge(options.challenge, { purpose: "register", browser, userId: actor.userId });
  return options;
}

/**
 * Keeps the passkey that the same browser made. Answers its id. @throws AppError proof_required; invalid_input for an
 * answer that is not to a challenge of ours, or made without verifying the person; conflict for one that is known already,
 * or more than a person has
 */
export async function finishPasskey(actor: UserActor, browser: string, registration: PasskeyRegistration, name: string): Promise<number> {
  await requireRecentProof(db(), actor);
  const challenge = claimedChallenge(registration.response.clientDataJSON);
  if (challenge === null || !(await redeemChallenge(challenge, { purpose: "register", browser, userId: actor.userId }))) throw refusal();
  const key = await checkRegistration(registration, challenge);
  if (!key) throw refusal();
  return transaction(async (tx) => {
    await tx.select({ id: user.id }).from(user).where(eq(user.id, actor.userId)).for("update");
    if ((await passkeysOf(tx, actor.userId)).length >= settings.passkeysMax) throw new AppError("conflict", `There are ${settings.passkeysMax} passkeys already.`);
    const [made] = await tx.insert(passkey).values({ ...key, userId: actor.userId, name }).onConflictDoNothing().returning({ id: passkey.id });
    if (!made) throw new AppError("conflict", "This passkey is known already.");
    await recordAudit(tx, actor, { action: "passkey.added", target: { type: "user", id: actor.userId }, details: { passkeyId: made.id } });
    await tellPerson(tx, actor.userId, "passkeyAdded", { name });
    return made.id;
  });
}
