import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { messageReport } from "@/db/schema/reports";
import type { UserActor } from "@/lib/authz/actor";
import { guestIdentity, userIdentity } from "@/lib/calls/contract";
import type { ReportMeasure } from "@/lib/reports/contract";

export type ReportDecision = { roomId: number; messageId: number; measures: ReportMeasure[]; authorId: number | null; /** Of whoever wrote it, as calls know them; null where nobody is left. */ identity: string | null; /** In whose name it is carried out. */ decider: UserActor };

/** What was decided about a report, for the job that carries it out; null where nobody stands for it any more. */
export async function readDecision(reportId: number): Promise<ReportDecision | null> {
  const [row] = await db()
    .select({ roomId: messageReport.roomId, messageId: messageReport.messageId, measures: messageReport.measures, authorId: messageReport.authorId, guestId: messageReport.authorGuestId, person: { userId: user.id, role: user.role, name: user.name, email: user.email, locale: user.locale } })
    .from(messageReport)
    .innerJoin(user, eq(user.id, messageReport.closedBy))
    .where(eq(messageReport.id, reportId));
  if (!row) return null;
  const { person, guestId, ...decision } = row;
  const identity = row.authorId !== null ? userIdentity(row.authorId) : guestId !== null ? guestIdentity(guestId) : null;
  return { ...decision, identity, decider: { kind: "user", ...person, sessionId: "", address: null, requestId: `report:${reportId}` } };
}
