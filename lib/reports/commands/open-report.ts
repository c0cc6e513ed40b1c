import { and, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEntry } from "@/db/schema/audit";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { settings } from "@/lib/core/settings";
import type { ReportDetail } from "@/lib/reports/contract";
import { canHandleReports } from "@/lib/reports/policy";
import { getReport } from "@/lib/reports/queries/reports";

/**
 * A report with the messages that it keeps: the only way in which moderators read what is written in rooms that they are
 * not in, and so it is noted who has looked, once in a while. @throws AppError unauthenticated, forbidden, not_found
 */
export async function openReport(actor: Actor, reportId: number): Promise<ReportDetail> {
  authorize(canHandleReports(actor));
  const report = await getReport(actor, reportId);
  const isNoted = and(eq(auditEntry.action, "report.read"), eq(auditEntry.targetType, "report"), eq(auditEntry.targetId, String(reportId)), eq(auditEntry.actorId, requireUser(actor).userId));
  const [noted] = await db().select({ id: auditEntry.id }).from(auditEntry).where(and(isNoted, gt(auditEntry.createdAt, sql`now() - make_interval(secs => ${settings.reportReadNotedSeconds})`))).limit(1);
  if (!noted) await recordAudit(db(), actor, { action: "report.read", target: { type: "report", id: reportId }, details: { room: report.room.id } });
  return report;
}
