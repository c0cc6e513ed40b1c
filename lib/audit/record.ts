import type { Executor } from "@/db/client";
import { auditEntry } from "@/db/schema/audit";
import type { Actor } from "@/lib/authz/actor";

export type AuditFact = {
  /** Dotted, past tense: `room.created`, `session.revoked`. */
  action: string;
  target?: { type: string; id: string | number };
  /** Small and free of secrets, message texts and passwords. */
  details?: Record<string, unknown>;
};

/** Writes who did what in the caller's transaction: the entry commits with the fact or not at all. */
export async function recordAudit(tx: Executor, actor: Actor, fact: AuditFact): Promise<void> {
  await tx.insert(auditEntry).values({
    actorKind: actor.kind,
    actorId: actor.kind === "user" ? actor.userId : null,
    action: fact.action,
    targetType: fact.target?.type ?? null,
    targetId: fact.target ? String(fact.target.id) : null,
    details: fact.details ?? {},
    address: actor.address,
    requestId: actor.requestId,
  });
}
