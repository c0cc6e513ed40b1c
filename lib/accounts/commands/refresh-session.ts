import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { hashRefreshToken, sessionOfRefreshToken, successorOf } from "@/lib/accounts/refresh-token";
import { endSessions, type OpenedSession } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";

const refusal = () => new AppError("unauthenticated", "The refresh token is not valid.");

/**
 * Exchanges a refresh token for its successor. Until that one is presented, the same token gets the same successor (two
 * tabs, a lost answer). A token whose successor has been presented was copied: its session ends.
 * @throws AppError unauthenticated
 */
export async function refreshSession(actor: Actor, token: string | null): Promise<OpenedSession> {
  const sessionId = token === null ? null : sessionOfRefreshToken(token);
  if (token === null || sessionId === null) throw refusal();
  const presented = hashRefreshToken(token);
  const opened = await transaction(async (tx) => {
    const [live] = await tx
      .select({ userId: session.userId, current: session.refreshHash, previous: session.previousRefreshHash })
      .from(session)
      .innerJoin(user, eq(user.id, session.userId))
      .where(and(eq(session.id, sessionId), isNull(session.revokedAt), gt(session.expiresAt, sql`now()`), eq(user.isActive, true)))
      .for("update", { of: session });
    if (!live) return null;
    const refreshToken = successorOf(sessionId, token);
    const alive = { lastSeenAt: sql`now()`, expiresAt: sql`now() + make_interval(secs => ${settings.sessionSeconds})` };
    if (presented === live.current) {
      await tx.update(session).set({ refreshHash: hashRefreshToken(refreshToken), previousRefreshHash: presented, ...alive }).where(eq(session.id, sessionId));
    } else if (presented === live.previous) {
      await tx.update(session).set(alive).where(eq(session.id, sessionId));
    } else {
      await endSessions(tx, eq(session.id, sessionId));
      await recordAudit(tx, actor, { action: "session.reuse_detected", target: { type: "user", id: live.userId }, details: { sessionId } });
      return null;
    }
    return { userId: live.userId, sessionId, refreshToken };
  });
  // Thrown here, not inside: the end of a copied session must be committed.
  if (!opened) throw refusal();
  return opened;
}
