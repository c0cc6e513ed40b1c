import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { applicationSecret } from "@/db/schema/applications";
import { lockApplication } from "@/lib/applications/commands/lock-application";
import type { IssuedSecret } from "@/lib/applications/contract";
import { canManageApplications } from "@/lib/applications/policy";
import { addSecret } from "@/lib/applications/secrets";
import { endTokens } from "@/lib/applications/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { settings } from "@/lib/core/settings";

/**
 * A new secret, in the answer and nowhere else. The old one stays good for a day; with `endOldNow`, for one that leaked,
 * all earlier ones and the tokens made with them end at once. @throws AppError unauthenticated, forbidden, not_found
 */
export async function rotateSecret(actor: Actor, id: number, { endOldNow }: { endOldNow: boolean }): Promise<IssuedSecret> {
  authorize(canManageApplications(actor));
  return transaction(async (tx) => {
    const { clientId } = await lockApplication(tx, id);
    const old = eq(applicationSecret.applicationId, id);
    if (endOldNow) {
      await tx.delete(applicationSecret).where(old);
      await endTokens(tx, id);
    } else {
      await tx.delete(applicationSecret).where(and(old, lt(applicationSecret.expiresAt, sql`now()`)));
      await tx
        .update(applicationSecret)
        .set({ expiresAt: sql`now() + make_interval(secs => ${settings.applicationSecretOverlapSeconds})` })
        .where(and(old, isNull(applicationSecret.expiresAt)));
    }
    const secret = await addSecret(tx, id);
    await recordAudit(tx, actor, { action: "application.secret_rotated", target: { type: "application", id }, details: { endOldNow } });
    return { clientId, secret };
  });
}
