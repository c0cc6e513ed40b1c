import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { session } from "@/db/schema/accounts";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { endSessions } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";

/**
 * Signs somebody else out everywhere, with open streams, playback and places in calls. Their account stays on. Answers
 * how many sessions ended. @throws AppError unauthenticated, forbidden, not_found
 */
export async function endUserSessions(actor: Actor, personId: number): Promise<number> {
  return transaction(async (tx) => {
    await lockManagedPerson(tx, actor, personId);
    const ended = await endSessions(tx, eq(session.userId, personId));
    if (ended.length > 0) await recordAudit(tx, actor, { action: "account.sessions_ended", target: { type: "user", id: personId }, details: { endedSessions: ended.length } });
    return ended.length;
  });
}
