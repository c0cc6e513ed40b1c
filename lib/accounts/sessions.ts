import { randomUUID } from "node:crypto";
import { and, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import { afterCommit, db, type Tx } from "@/db/client";
import { prebuilt } from "@/db/prebuilt";
import { session, user } from "@/db/schema/accounts";
import type { Locale, UserRole } from "@/lib/accounts/contract";
import { firstRefreshToken, hashRefreshToken } from "@/lib/accounts/refresh-token";
import { settings } from "@/lib/core/settings";
import { publishHereFirst } from "@/lib/platform/listen";

/** Topic of the ids of ended sessions: event streams, playback and places in calls end with them. */
export const sessionEndedTopic = "session_ended";

/** Topic of the ids of people whose role has changed: what was found out about their sign-ins counts no more. */
export const personChangedTopic = "person_changed";

/** What the cookies of a sign-in are made from. The refresh token exists nowhere else: only its hash is stored. */
export type OpenedSession = { userId: number; sessionId: string; refreshToken: string };

export type LiveSession = { sessionId: string; userId: number; role: UserRole; name: string; email: string; locale: Locale; timeZone: string | null };

const liveSession = prebuilt((on) =>
  on
    .select({
      sessionId: session.id, userId: user.id, role: user.role, name: user.name, email: user.email, locale: user.locale, timeZone: sql<string | null>`case when ${user.isTimeZoneChosen} then ${user.timeZone} end`,
      isStale: sql<boolean>`${session.lastSeenAt} < now() - make_interval(secs => ${settings.sessionTouchSeconds})`,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.id, sql.placeholder("sessionId")), isNull(session.revokedAt), gt(session.expiresAt, sql`now()`), eq(user.isActive, true)))
    .prepare("live_session"),
);

/**
 * The session with this id while it counts: not ended, not expired, its person active; else null. One query; also moves
 * the last use (and with it the end) forward, at most every few minutes.
 */
export async function findLiveSession(sessionId: string): Promise<LiveSession | null> {
  const [row] = await liveSession(db()).execute({ sessionId });
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

/** A new sign-in of an active person, in the caller's transaction. */
export async function openSession(tx: Tx, userId: number, from: { address: string | null; userAgent: string | null }): Promise<OpenedSession> {
  const sessionId = randomUUID();
  const refreshToken = firstRefreshToken(sessionId);
  await tx.insert(session).values({
    id: sessionId,
    userId,
    refreshHash: hashRefreshToken(refreshToken),
    userAgent: from.userAgent?.slice(0, 400) ?? null,
    address: from.address,
    expiresAt: sql`now() + make_interval(secs => ${settings.sessionSeconds})`,
  });
  return { userId, sessionId, refreshToken };
}

/** Ends the sessions that match and still count, for every copy of their cookies; after the commit every process hears it. Answers the ids. */
export async function endSessions(tx: Tx, which: SQL | undefined): Promise<string[]> {
  const ended = await tx
    .update(session)
    .set({ revokedAt: sql`now()` })
    .where(and(which, isNull(session.revokedAt), gt(session.expiresAt, sql`now()`)))
    .returning({ id: session.id });
  for (const { id } of ended) afterCommit(tx, `${sessionEndedTopic}:${id}`, () => publishHereFirst(sessionEndedTopic, id));
  return ended.map(({ id }) => id);
}
