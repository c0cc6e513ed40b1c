import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import type { Locale, UserRole } from "@/lib/accounts/contract";
import { settings } from "@/lib/core/settings";

export type LiveSession = { sessionId: string; userId: number; role: UserRole; name: string; email: string; locale: Locale };

/**
 * The session with this id while it counts: not ended, not expired, its person active; else null. One query; also moves
 * the last use (and with it the end) forward, at most every few minutes.
 */
export async function findLiveSession(sessionId: string): Promise<LiveSession | null> {
  const [row] = await db()
    .select({
      sessionId: session.id, userId: user.id, role: user.role, name: user.name, email: user.email, locale: user.locale,
      isStale: sql<boolean>`${session.lastSeenAt} < now() - make_interval(secs => ${settings.sessionTouchSeconds})`,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.id, sessionId), isNull(session.revokedAt), gt(session.expiresAt, sql`now()`), eq(user.isActive, true)));
  if (!row) return null;
  const { isStale, ...live } = row;
  if (isStale) await touchSession(sessionId);
  return live;
}

async function touchSession(sessionId: string): Promise<void> {
  await db()
    .update(session)
    .set({ lastSeenAt: sql`now()`, expiresAt: sql`now() + make_interval(secs => ${settings.sessionSeconds})` })
    .where(and(eq(session.id, sessionId), isNull(session.revokedAt), lt(session.lastSeenAt, sql`now() - make_interval(secs => ${settings.sessionTouchSeconds})`)));
}
