import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { userTotp } from "@/db/schema/factors";
import { authenticatorSeal } from "@/lib/accounts/second-factor";
import { settings } from "@/lib/core/settings";
import { unseal } from "@/lib/platform/seal";

/** The secret that waits for its first code, for an hour; null when none does. */
export async function findPendingAuthenticator(on: Executor, userId: number): Promise<string | null> {
  const [row] = await on
    .select({ secretCiphertext: userTotp.secretCiphertext })
    .from(userTotp)
    .where(and(eq(userTotp.userId, userId), isNull(userTotp.confirmedAt), gt(userTotp.createdAt, sql`now() - make_interval(secs => ${settings.authenticatorSetupSeconds})`)));
  return row ? unseal(authenticatorSeal(userId), row.secretCiphertext) : null;
}
