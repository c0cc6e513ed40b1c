import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationSecret } from "@/db/schema/applications";
import { hashToken, isEqualSecret, randomToken } from "@/lib/core/secret";

const hashSecret = (secret: string) => hashToken("application_secret", secret);

/** Compared where there is nothing to compare with, so that an unknown client costs the same. */
const nobody = hashSecret(randomToken());

/** A new secret of 256 random bits; only its hash stays. */
export async function addSecret(tx: Tx, applicationId: number): Promise<string> {
  const secret = randomToken();
  await tx.insert(applicationSecret).values({ applicationId, hash: hashSecret(secret) });
  return secret;
}

/** The hashes of the secrets that are good now: the current one, and predecessors in their overlap. */
export async function listGoodHashes(tx: Tx, applicationId: number): Promise<string[]> {
  const rows = await tx
    .select({ hash: applicationSecret.hash })
    .from(applicationSecret)
    .where(and(eq(applicationSecret.applicationId, applicationId), or(isNull(applicationSecret.expiresAt), gt(applicationSecret.expiresAt, sql`now()`))));
  return rows.map(({ hash }) => hash);
}

/** Whether one of the hashes is that of this secret: in constant time, all of them compared, and one where there are none. */
export function isGoodSecret(secret: string, hashes: readonly string[]): boolean {
  const given = hashSecret(secret);
  let isGood = false;
  for (const hash of hashes.length > 0 ? hashes : [nobody]) isGood = isEqualSecret(given, hash) || isGood;
  return isGood;
}
