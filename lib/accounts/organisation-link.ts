import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { accountIdentity } from "@/db/schema/identities";
import { env } from "@/lib/platform/env";

/** Whether this person can sign in with the organisation that is configured now: a link to a former one opens nothing. */
export async function hasOrganisation(on: Executor, userId: number): Promise<boolean> {
  const { OIDC_ISSUER: issuer } = env();
  if (!issuer) return false;
  const links = await on.select({ issuer: accountIdentity.issuer }).from(accountIdentity).where(and(eq(accountIdentity.userId, userId), eq(accountIdentity.issuer, issuer)));
  return links.length > 0;
}
