import { and, eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { session } from "@/db/schema/accounts";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { endSessions } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

/** Signs somebody else out on one device. @throws AppError unauthenticated, forbidden, not_found for a session that is over or another's */
export async function endUserSession(actor: Actor, personId: number, sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    await lockManagedPerson(tx, actor, personId);
    const ended = await endSessions(tx, and(eq(session.userId, personId), eq(session.id, sessionId)));
    if (ended.length === 0) throw new AppError("not_found");
    await recordAudit(tx, actor, { action: "account.session_ended", target: { type: "user", id: personId }, details: { sessionId } });
  });
}
