import { and, eq, isNotNull } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { userTotp } from "@/db/schema/factors";
import type { SecurityOverview } from "@/lib/accounts/contract";
import { hasOrganisation } from "@/lib/accounts/organisation-link";
import { passkeysOf } from "@/lib/accounts/passkeys";
import { findPendingAuthenticator } from "@/lib/accounts/pending-authenticator";
import { canRemovePasskey } from "@/lib/accounts/policy";
import { requireRecentProof } from "@/lib/accounts/proof";
import { countRecoveryCodes } from "@/lib/accounts/recovery-codes";
import type { UserActor } from "@/lib/authz/actor";
import { totpAddress } from "@/lib/platform/totp";

/** The ways into one's own account. */
export async function getSecurity(actor: UserActor): Promise<SecurityOverview> {
  const ofPerson = and(eq(userTotp.userId, actor.userId), isNotNull(userTotp.confirmedAt));
  const [[person], [totp], recoveryCodesLeft, keys, isLinked] = await Promise.all([
    db().select({ hasPassword: isNotNull(user.passwordHash) }).from(user).where(eq(user.id, actor.userId)),
    db().select({ since: userTotp.confirmedAt }).from(userTotp).where(ofPerson),
    countRecoveryCodes(db(), actor.userId),
    passkeysOf(db(), actor.userId),
    hasOrganisation(db(), actor.userId),
  ]);
  const hasPassword = Boolean(person?.hasPassword);
  const can = { remove: canRemovePasskey({ hasPassword, hasOrganisation: isLinked, otherPasskeys: keys.length - 1 }).allowed };
  const passkeys = keys.map(({ id, name, isBackedUp, createdAt, lastUsedAt }) => ({ id, name, isBackedUp, createdAt, lastUsedAt, can }));
  return { hasPassword, authenticatorSince: totp?.since ?? null, recoveryCodesLeft, passkeys };
}

/** What an app must learn before the factor can be switched on; null when nobody asked for it. @throws AppError proof_required */
export async function getPendingAuthenticator(actor: UserActor): Promise<{ secret: string; address: string } | null> {
  await requireRecentProof(db(), actor);
  const secret = await findPendingAuthenticator(db(), actor.userId);
  return secret === null ? null : { secret, address: totpAddress(secret, actor.email) };
}
