import { and, desc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import type { ProofMethods, SessionItem } from "@/lib/accounts/contract";
import { describeDevice } from "@/lib/accounts/device";
import { passkeysOf } from "@/lib/accounts/passkeys";
import { hasAuthenticator } from "@/lib/accounts/second-factor";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { arePasskeysPossible } from "@/lib/platform/webauthn";
import type { RoomDefaults } from "@/lib/rooms/contract";

/** The person's live sessions: the present one first, then by last use. @throws AppError unauthenticated */
export async function listSessions(actor: Actor): Promise<SessionItem[]> {
  const person = requireUser(actor);
  const rows = await db()
    .select()
    .from(session)
    .where(and(eq(session.userId, person.userId), isNull(session.revokedAt), gt(session.expiresAt, sql`now()`)))
    .orderBy(desc(eq(session.id, person.sessionId)), desc(session.lastSeenAt))
    .limit(100);
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === person.sessionId,
    ...describeDevice(row.userAgent),
    address: row.address,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
  }));
}

/** By what this person can confirm that it is them, apart from signing in again. @throws AppError unauthenticated */
export async function listProofMethods(actor: Actor): Promise<ProofMethods> {
  const { userId } = requireUser(actor);
  const [[row], code, passkeys] = await Promise.all([
    db().select({ password: isNotNull(user.passwordHash) }).from(user).where(eq(user.id, userId)),
    hasAuthenticator(db(), userId),
    passkeysOf(db(), userId),
  ]);
  return { password: Boolean(row?.password), code, passkey: passkeys.length > 0 && arePasskeysPossible() };
}

/** What this person wants a new room of theirs to start with. Authorization is the caller's. */
export async function findRoomDefaults(on: Executor, userId: number): Promise<RoomDefaults> {
  const [row] = await on.select({ roomDefaults: user.roomDefaults }).from(user).where(eq(user.id, userId));
  return row?.roomDefaults ?? {};
}

/** A person as one who asks, without a session: for what they have handed on, which goes as far as they may themselves. Null for an account that is closed or gone. */
export async function findActivePerson(userId: number): Promise<UserActor | null> {
  const [row] = await db().select({ name: user.name, email: user.email, role: user.role, locale: user.locale }).from(user).where(and(eq(user.id, userId), eq(user.isActive, true)));
  return row ? { kind: "user", userId, sessionId: "", address: null, requestId: null, ...row } : null;
}
