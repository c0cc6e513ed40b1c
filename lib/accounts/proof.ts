import { and, eq, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { session } from "@/db/schema/accounts";
import type { UserActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";

/** Whether the person at this session proved who they are in the last ten minutes: by signing in, or by confirming it. */
export async function hasRecentProof(actor: UserActor, on: Executor = db()): Promise<boolean> {
  const [row] = await on
    .select({ isRecent: sql<boolean>`greatest(${session.createdAt}, ${session.provenAt}) > now() - make_interval(secs => ${settings.recentProofSeconds})` })
    .from(session)
    .where(and(eq(session.id, actor.sessionId), eq(session.userId, actor.userId), isNull(session.revokedAt)));
  return row?.isRecent ?? false;
}

/**
 * Asked by every command that a browser left open must not be enough for: factors, address, the end of an account. Its
 * page asks `requireProven` of lib/http first, so that nobody fills a form in vain. @throws AppError proof_required
 */
export async function requireRecentProof(on: Executor, actor: UserActor): Promise<void> {
  if (!(await hasRecentProof(actor, on))) throw new AppError("proof_required");
}

/** Writes that the person at this session has just proved who they are. */
export async function rememberProof(on: Executor, actor: UserActor): Promise<void> {
  await on.update(session).set({ provenAt: sql`now()` }).where(and(eq(session.id, actor.sessionId), eq(session.userId, actor.userId)));
}
