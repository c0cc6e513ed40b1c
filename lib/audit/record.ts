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

/** The number of the person or guest or, of a program, of the application: `actorKind` tells which. */
function actorIdOf(actor: Actor): number | null {
  if (actor.kind === "user") return actor.userId;
  if (actor.kind === "guest") return actor.guestId;
  return actor.kind === "application" ? actor.applicationId : null;
}

/** Writes who did what in the caller's transaction: the entry commits with the fact or not at all. */
export async function recordAudit(tx: Executor, actor: Actor, fact: AuditFact): Promise<void> {
  await tx.insert(auditEntry).values({
    actorKind: actor.kind,
    actorId: actorIdOf(actor),
    action: fact.action,
    targetType: fact.target?.type ?? null,
    targetId: fact.target ? String(fact.target.id) : null,
    details: { ...fact.details, ...(actor.kind === "application" ? { forUser: actor.userId } : {}) },
    address: actor.address,
    requestId: actor.requestId,
  });
}
