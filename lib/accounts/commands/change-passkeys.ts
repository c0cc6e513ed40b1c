import { and, eq } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { passkey } from "@/db/schema/factors";
import { hasOrganisation } from "@/lib/accounts/organisation-link";
import { passkeysOf } from "@/lib/accounts/passkeys";
import { canRemovePasskey } from "@/lib/accounts/policy";
import { requireRecentProof } from "@/lib/accounts/proof";
import { tellPerson } from "@/lib/accounts/tell-person";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

/** Under another name in one's own list; opens nothing, so it needs no proof. @throws AppError not_found for any other person's */
export async function renamePasskey(actor: UserActor, id: number, name: string): Promise<void> {
  await transaction(async (tx) => {
    const renamed = await tx.update(passkey).set({ name }).where(and(eq(passkey.id, id), eq(passkey.userId, actor.userId))).returning({ id: passkey.id });
    if (renamed.length === 0) throw new AppError("not_found");
    await recordAudit(tx, actor, { action: "passkey.renamed", target: { type: "user", id: actor.userId }, details: { passkeyId: id } });
  });
}

/** It opens nothing any more; sessions that it opened go on. @throws AppError proof_required, not_found; conflict for the only way in */
export async function removePasskey(actor: UserActor, id: number): Promise<void> {
  await transaction(async (tx) => {
    await requireRecentProof(tx, actor);
    // Two removals at once: the second one waits, and sees what is left.
    const [person] = await tx.select({ passwordHash: user.passwordHash }).from(user).where(eq(user.id, actor.userId)).for("update");
    const all = await passkeysOf(tx, actor.userId);
    const gone = all.find((each) => each.id === id);
    if (!gone) throw new AppError("not_found");
    authorize(canRemovePasskey({ hasPassword: Boolean(person?.passwordHash), hasOrganisation: await hasOrganisation(tx, actor.userId), otherPasskeys: all.length - 1 }));
    await tx.delete(passkey).where(eq(passkey.id, id));
    await recordAudit(tx, actor, { action: "passkey.removed", target: { type: "user", id: actor.userId }, details: { passkeyId: id } });
    await tellPerson(tx, actor.userId, "passkeyRemoved", { name: gone.name });
  });
}

/** All of a person's. Answers how many there were. */
export async function deletePasskeys(tx: Tx, userId: number): Promise<number> {
  const gone = await tx.delete(passkey).where(eq(passkey.userId, userId)).returning({ id: passkey.id });
  return gone.length;
}
