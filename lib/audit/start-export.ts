import { db } from "@/db/client";
import type { AuditFilter } from "@/lib/audit/contract";
import { exportAudit } from "@/lib/audit/queries";
import { canReadAudit } from "@/lib/audit/policy";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";

/** Records that the log is taken out, then answers its lines. Refused before anything is sent. @throws AppError unauthenticated, forbidden */
export async function startAuditExport(actor: Actor, filter: AuditFilter): Promise<AsyncGenerator<string>> {
  authorize(canReadAudit(actor));
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  await recordAudit(db(), actor, { action: "audit.exported", details: { filter: given } });
  return exportAudit(actor, filter);
}
