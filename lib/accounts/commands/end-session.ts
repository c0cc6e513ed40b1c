import { and, eq, inArray, ne } from "drizzle-orm";
import { transaction } from "@/db/client";
import { session } from "@/db/schema/accounts";
import { endSessions } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

/** Signs out whoever holds these session ids; the caller has proved each by its cookie. Answers how many were live. */
export async function endProvenSessions(actor: Actor, sessionIds: string[]): Promise<number> {
  if (sessionIds.length === 0) return 0;
  return transaction(async (tx) => {
    const ended = await endSessions(tx, inArray(session.id, sessionIds));
    for (const id of ended) await recordAudit(tx, actor, { action: "session.ended", target: { type: "session", id } });
    return ended.length;
  });
}

/** Ends one of the person's own sessions, the present one included. @throws AppError unauthenticated; not_found for any other session */
export async function endOwnSession(actor: Actor, sessionId: string): Promise<void> {
  const person = requireUser(actor);
  await transaction(async (tx) => {
    const ended = await endSessions(tx, and(eq(session.id, sessionId), eq(session.userId, person.userId)));
    if (ended.length === 0) throw new AppError("not_found");
    await recordAudit(tx, actor, { action: "session.ended", target: { type: "session", id: sessionId } });
  });
}

/** Ends all sessions of the person but the one that asks. Answers how many. @throws AppError unauthenticated */
export async function endOtherSessions(actor: Actor): Promise<number> {
  const person = requireUser(actor);
  return transaction(async (tx) => {
    const ended = await endSessions(tx, and(eq(session.userId, person.userId), ne(session.id, person.sessionId)));
    if (ended.length > 0) await recordAudit(tx, actor, { action: "session.others_ended", target: { type: "user", id: person.userId }, details: { count: ended.length } });
    return ended.length;
  });
}
