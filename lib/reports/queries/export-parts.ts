import { and, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { messageReport } from "@/db/schema/reports";
import { inPages, type ExportPart } from "@/lib/core/export-part";

const pageSize = 500;

/** What the person reported; what others reported of them names those others, and is not theirs. */
function reportsOf(personId: number) {
  const { id, roomId, messageId, reason, words, createdAt } = messageReport;
  return inPages((afterId) => db().select({ id, roomId, messageId, reason, words, createdAt }).from(messageReport).where(and(eq(messageReport.reporterId, personId), gt(id, afterId))).orderBy(id).limit(pageSize));
}

export const reportParts: ExportPart[] = [{ name: "reports", rows: reportsOf }];
