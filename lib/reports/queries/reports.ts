import { and, desc, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { guest } from "@/db/schema/guests";
import { messageReport } from "@/db/schema/reports";
import { room } from "@/db/schema/rooms";
import { subquery } from "@/db/subquery";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { formerUser, type ChatUser } from "@/lib/chat/contract";
import { authorOf } from "@/lib/chat/queries/message-row";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { reportMeasures } from "@/lib/reports/constants";
import type { KeptMessage, ReportDetail, ReportFilter, ReportItem, ReportMeasure } from "@/lib/reports/contract";
import { canDecideReport, canHandleReports, canTake } from "@/lib/reports/policy";
import { findReport } from "@/lib/reports/queries/facts";

const author = alias(user, "author");
const reporter = alias(user, "reporter");
const closer = alias(user, "closer");

const columns = {
  id: messageReport.id, createdAt: messageReport.createdAt, reason: messageReport.reason, roomId: room.id, roomName: room.name, roomKind: room.kind,
  authorId: author.id, authorName: author.name, guestId: guest.id, guestName: guest.name, reporter: reporter.name,
  sameMessage: subquery<number>(sql`select count(*)::int from message_report o where o.message_id = ${messageReport.messageId}`),
  closedAt: messageReport.closedAt, closedBy: closer.name, measures: messageReport.measures,
};

function selectReports() {
  return db()
    .select(columns)
    .from(messageReport)
    .innerJoin(room, eq(room.id, messageReport.roomId))
    .leftJoin(author, eq(author.id, messageReport.authorId))
    .leftJoin(guest, eq(guest.id, messageReport.authorGuestId))
    .leftJoin(reporter, eq(reporter.id, messageReport.reporterId))
    .leftJoin(closer, eq(closer.id, messageReport.closedBy));
}

type Row = Awaited<ReturnType<typeof selectReports>>[number];

function toItem({ roomId, roomName, roomKind, authorId, authorName, guestId, guestName, ...row }: Row): ReportItem {
  return { ...row, room: { id: roomId, name: roomName, isDirect: roomKind === "direct" }, author: authorOf({ authorId, authorName, guestId, guestName }) };
}

/** Reports, newest first: open ones unless asked otherwise; `next` is what `before` must be for the page after, null at the end. @throws AppError unauthenticated, forbidden */
export async function listReports(actor: Actor, { state = "open", reason, before, limit: wished }: ReportFilter = {}): Promise<{ items: ReportItem[]; next: number | null }> {
  authorize(canHandleReports(actor));
  const limit = Math.min(wished ?? settings.pageLimitDefault, settings.pageLimitMax);
  const wanted = and(state === "open" ? isNull(messageReport.closedAt) : isNotNull(messageReport.closedAt), reason === undefined ? undefined : eq(messageReport.reason, reason), before === undefined ? undefined : lt(messageReport.id, before));
  const rows = await selectReports().where(wanted).orderBy(desc(messageReport.id)).limit(limit + 1);
  const items = rows.slice(0, limit).map(toItem);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** How many reports wait; 0 for those who handle none. */
export async function countOpenReports(actor: Actor): Promise<number> {
  return canHandleReports(actor).allowed ? db().$count(messageReport, isNull(messageReport.closedAt)) : 0;
}

/** Who wrote what is kept, by the names that they have now. */
async function nameKept(context: readonly KeptMessage[]): Promise<(each: KeptMessage) => ChatUser> {
  const ids = <Key extends "user_id" | "guest_id">(key: Key) => context.flatMap((each) => each[key] ?? []);
  const [people, guests] = await Promise.all([
    db().select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, [0, ...ids("user_id")])),
    db().select({ id: guest.id, name: guest.name }).from(guest).where(inArray(guest.id, [0, ...ids("guest_id")])),
  ]);
  const nameIn = (list: readonly { id: number; name: string }[], id: number | null) => list.find((each) => each.id === id)?.name ?? null;
  return ({ user_id: authorId, guest_id: guestId }) => (authorId === null && guestId === null ? formerUser : authorOf({ authorId, authorName: nameIn(people, authorId), guestId, guestName: nameIn(guests, guestId) }));
}

/** One report with what it keeps, and what the asker may decide. Looking at it is noted by `openReport`. @throws AppError unauthenticated, forbidden, not_found */
export async function getReport(actor: Actor, id: number): Promise<ReportDetail> {
  authorize(canHandleReports(actor));
  const [found, [row]] = await Promise.all([findReport(db(), actor, id), selectReports().where(eq(messageReport.id, id))]);
  if (!found || !row) throw new AppError("not_found");
  const { report, facts } = found;
  const nameOf = await nameKept(report.context);
  const decide = canDecideReport(actor, facts).allowed;
  const can = Object.fromEntries(reportMeasures.map((measure) => [measure, decide && canTake(actor, facts, measure).allowed])) as Record<ReportMeasure, boolean>;
  return {
    ...toItem(row),
    messageId: report.messageId,
    words: report.words,
    context: report.context.map((each) => ({ id: each.id, user: nameOf(each), content: each.content, at: new Date(each.at), files: each.files ?? [] })),
    isGone: facts.isGone,
    authorId: report.authorId,
    can: { ...can, decide },
  };
}
