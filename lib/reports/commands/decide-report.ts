import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { messageReport } from "@/db/schema/reports";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { excerptOf } from "@/lib/core/excerpt";
import { recordEvent } from "@/lib/platform/jobs";
import { queueMail } from "@/lib/platform/mail/queue";
import { reportDecided, type DecideReportInput } from "@/lib/reports/contract";
import { warningMail } from "@/lib/reports/mails";
import { canDecideReport, canTake } from "@/lib/reports/policy";
import { findReport, type FoundReport } from "@/lib/reports/queries/facts";

/** Who was faster, by name: the second of two moderators wants to know whom to ask. */
async function refuseClosed(tx: Tx, { report }: FoundReport): Promise<void> {
  if (report.closedAt === null) return;
  const [by] = report.closedBy === null ? [] : await tx.select({ name: user.name }).from(user).where(eq(user.id, report.closedBy));
  throw new AppError("conflict", { detail: by ? `${by.name} has decided this report already.` : "This report was decided already.", extra: { by: by?.name ?? null } });
}

async function warn(tx: Tx, { report }: FoundReport, words: string | undefined): Promise<void> {
  if (report.authorId === null) return;
  const [where] = await tx.select({ name: room.name }).from(room).where(eq(room.id, report.roomId));
  const said = report.context.find(({ id }) => id === report.messageId)?.content ?? "";
  await queueMail(tx, warningMail, { to: { userId: report.authorId }, dedupeKey: `report-warning:${report.id}`, data: { room: where?.name ?? "", said: excerptOf(said), words: words ?? "" } });
}

/**
 * Decides a report, and with it every other open one of the same message. A warning goes out with the decision; the rest
 * is carried out by the job that the decision starts, so that a decision that stands is carried out whatever happens.
 * @throws AppError unauthenticated, forbidden, not_found; conflict (with `by`) for one that is decided, and for a measure that cannot be taken
 */
export async function decideReport(actor: Actor, reportId: number, { measures, words }: DecideReportInput): Promise<void> {
  await transaction(async (tx) => {
    const found = await findReport(tx, actor, reportId, true);
    if (found) {
      authorize(canDecideReport(actor, { ...found.facts, isClosed: false }));
      await refuseClosed(tx, found);
      for (const measure of measures) authorize(canTake(actor, found.facts, measure));
    } else {
      // Who handles no reports learns nothing of which there are.
      authorize(canDecideReport(actor, { isClosed: false, isGone: false, author: null }));
      throw new AppError("not_found");
    }
    const { report } = found;
    const closed = { closedAt: sql`clock_timestamp()`, closedBy: requireUser(actor).userId, measures };
    await tx.update(messageReport).set(closed).where(and(eq(messageReport.messageId, report.messageId), isNull(messageReport.closedAt)));
    if (measures.includes("warn")) await warn(tx, found, words);
    await recordAudit(tx, actor, { action: "report.decided", target: { type: "report", id: reportId }, details: { room: report.roomId, message: report.messageId, author: report.authorId, measures } });
    if (measures.some((measure) => measure !== "warn")) await recordEvent(tx, reportDecided.create({ reportId }, { id: `report:${reportId}` }));
  });
}
