import { transaction } from "@/db/client";
import { deletePasskeys } from "@/lib/accounts/commands/change-passkeys";
import { deleteAuthenticator } from "@/lib/accounts/commands/set-up-authenticator";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { forgetCodeFailures } from "@/lib/accounts/second-factor";
import { tellPerson } from "@/lib/accounts/tell-person";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

/**
 * For somebody who lost their phone: takes their authenticator app, recovery codes and passkeys away. Their password, a
 * new one by mail, or their organisation opens the account then. Sessions go on: those are ended apart. The person is told.
 * @throws AppError unauthenticated, forbidden, not_found; conflict when there is nothing to remove
 */
export async function removeFactors(actor: Actor, personId: number): Promise<void> {
  await transaction(async (tx) => {
    await lockManagedPerson(tx, actor, personId);
    const authenticator = await deleteAuthenticator(tx, personId);
    const passkeys = await deletePasskeys(tx, personId);
    if (!authenticator && passkeys === 0) throw new AppError("conflict", "There is no factor to remove.");
    await recordAudit(tx, actor, { action: "account.factors_removed", target: { type: "user", id: personId }, details: { authenticator, passkeys } });
    await tellPerson(tx, personId, "factorsRemoved");
  });
  await forgetCodeFailures(personId);
}
