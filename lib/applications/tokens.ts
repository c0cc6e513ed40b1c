import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { application, applicationToken } from "@/db/schema/applications";
import type { Scope } from "@/lib/applications/contract";
import { hashToken, randomToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";

const hashAccessToken = (token: string) => hashToken("application_token", token);

/** What a request with a good token may do, and for whom. */
export type LiveProgram = { applicationId: number; userId: number; scopes: Scope[]; mayCreatePublicRooms: boolean };

/** A new access token for a person; those of the application that are over go. The token exists only in the answer. */
export async function addToken(tx: Tx, applicationId: number, userId: number, scopes: Scope[]): Promise<string> {
  const token = randomToken();
  await tx.delete(applicationToken).where(and(eq(applicationToken.applicationId, applicationId), lt(applicationToken.expiresAt, sql`now()`)));
  await tx.insert(applicationToken).values({
    applicationId,
    userId,
    hash: hashAccessToken(token),
    scopes,
    expiresAt: sql`now() + make_interval(secs => ${settings.applicationTokenSeconds})`,
  });
  return token;
}

/** Ends all tokens of an application at once. */
export async function endTokens(tx: Tx, applicationId: number): Promise<void> {
  await tx.delete(applicationToken).where(eq(applicationToken.applicationId, applicationId));
}

/**
 * Who a token acts for while it counts: not over, its application switched on, its person active and still of an allowed
 * domain; else null. Scopes and domains taken away since it was made do not count. One query, and rarely a write for
 * the last use.
 */
export async function findLiveProgram(token: string): Promise<LiveProgram | null> {
  const [row] = await db()
    .select({
      applicationId: application.id, userId: applicationToken.userId, granted: applicationToken.scopes, allowed: application.scopes, mayCreatePublicRooms: application.mayCreatePublicRooms,
      isStale: sql<boolean>`coalesce(${application.lastUsedAt} < now() - make_interval(secs => ${settings.sessionTouchSeconds}), true)`,
    })
    .from(applicationToken)
    .innerJoin(application, eq(application.id, applicationToken.applicationId))
    .innerJoin(user, eq(user.id, applicationToken.userId))
    .where(
      and(
        eq(applicationToken.hash, hashAccessToken(token)),
        gt(applicationToken.expiresAt, sql`now()`),
        eq(application.isActive, true),
        // As `canActFor` of the policy says.
        or(eq(user.isActive, true), and(eq(application.mayCreateUsers, true), isNull(user.emailVerifiedAt), isNull(user.passwordHash))),
        sql`split_part(${user.email}, '@', -1) = any(${application.allowedDomains})`,
      ),
    );
  if (!row) return null;
  if (row.isStale) await touchApplication(row.applicationId);
  return { applicationId: row.applicationId, userId: row.userId, scopes: row.granted.filter((scope) => row.allowed.includes(scope)), mayCreatePublicRooms: row.mayCreatePublicRooms };
}

async function touchApplication(id: number): Promise<void> {
  await db()
    .update(application)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(application.id, id), or(isNull(application.lastUsedAt), lt(application.lastUsedAt, sql`now() - make_interval(secs => ${settings.sessionTouchSeconds})`))));
}
