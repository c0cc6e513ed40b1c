import { eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { messageReport } from "@/db/schema/reports";
import { room } from "@/db/schema/rooms";
import { subquery } from "@/db/subquery";
import { personOf, type Actor } from "@/lib/authz/actor";
import type { ReportFacts } from "@/lib/reports/policy";
import type { RoomRole } from "@/lib/rooms/contract";

export type FoundReport = { report: typeof messageReport.$inferSelect; facts: ReportFacts };

/** A report with what decisions about it rest on. `lock` holds all reports of its message first, in one order: they are decided together. Null where there is none. */
export async function findReport(on: Executor, actor: Actor, id: number, lock = false): Promise<FoundReport | null> {
  if (lock) await on.select({ id: messageReport.id }).from(messageReport).where(sql`${messageReport.messageId} = (select r.message_id from message_report r where r.id = ${id})`).orderBy(messageReport.id).for("update");
  const [found] = await on
    .select({
      report: messageReport,
      isGone: sql<boolean>`${message.deletedAt} is not null`,
      isDirect: sql<boolean>`${room.kind} = 'direct'`,
      isActive: user.isActive,
      role: subquery<RoomRole | null>(sql`select m.role from room_member m where m.room_id = ${messageReport.roomId} and m.user_id = ${messageReport.authorId}`),
    })
    .from(messageReport)
    .innerJoin(message, eq(message.id, messageReport.messageId))
    .innerJoin(room, eq(room.id, messageReport.roomId))
    .leftJoin(user, eq(user.id, messageReport.authorId))
    .where(eq(messageReport.id, id));
  if (!found) return null;
  const { report, isGone, isDirect, isActive, role } = found;
  const author: ReportFacts["author"] = report.authorId !== null ? { kind: "user", isSelf: report.authorId === personOf(actor), isActive: isActive ?? false, role } : report.authorGuestId !== null ? { kind: "guest" } : null;
  return { report, facts: { isClosed: report.closedAt !== null, isGone, isDirect, author } };
}
