import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { outboxMail } from "@/db/schema/mails";
import { room } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { subquery } from "@/db/subquery";
import { listSecurityEvents } from "@/lib/audit/queries";
import { isAdmin, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { examineDependencies } from "@/lib/diagnostics/dependencies";
import type { Overview } from "@/lib/diagnostics/contract";
import { canSeeOverview } from "@/lib/diagnostics/policy";
import { readJobFigures } from "@/lib/jobs/queries";
import { countOpenReports } from "@/lib/reports/queries/reports";
import { readRealtimeConnections } from "@/lib/platform/metrics";

/** More are behind the link to their page. */
const shown = 5;

async function listLiveCalls(): Promise<Overview["calls"]> {
  return db()
    .select({
      roomId: room.id,
      roomName: room.name,
      slug: room.slug,
      startedAt: call.startedAt,
      participants: subquery<number>(sql`select count(distinct ${callVisit.identity})::int from ${callVisit} where ${callVisit.callId} = ${call.id} and ${callVisit.leftAt} is null`),
    })
    .from(call)
    .innerJoin(room, eq(room.id, call.roomId))
    .where(isNull(call.endedAt))
    .orderBy(desc(call.startedAt))
    .limit(20);
}

async function findFailedVideos(): Promise<Overview["failedVideos"]> {
  const failed = and(eq(video.processingStatus, "failed"), isNull(video.deletedAt));
  const [[total], latest] = await Promise.all([
    db().select({ count: count() }).from(video).where(failed),
    db().select({ id: video.id, title: video.title, errorCode: sql<string>`${video.processingErrorCode}` }).from(video).where(failed).orderBy(desc(video.updatedAt)).limit(shown),
  ]);
  return { count: total?.count ?? 0, latest };
}

async function countFailedMails(): Promise<number> {
  return db().$count(outboxMail, eq(outboxMail.state, "failed"));
}

/** What needs attention and what is live now. What only administrators may see is null for others. @throws AppError unauthenticated, forbidden */
export async function getOverview(actor: Actor): Promise<Overview> {
  authorize(canSeeOverview(actor));
  const forAdmins = <T>(read: () => Promise<T>): Promise<T | null> => (isAdmin(actor) ? read() : Promise.resolve(null));
  const processing = and(eq(video.processingStatus, "processing"), isNull(video.deletedAt));
  const waiting = and(eq(video.processingStatus, "pending"), isNull(video.deletedAt));
  const [failedVideos, failedMails, jobs, calls, underWay, waitingVideos, openReports, security, dependencies] = await Promise.all([
    findFailedVideos(),
    forAdmins(countFailedMails),
    forAdmins(readJobFigures),
    listLiveCalls(),
    db().select({ id: video.id, title: video.title, progress: video.progress }).from(video).where(processing).orderBy(video.id).limit(shown),
    db().$count(video, waiting),
    countOpenReports(actor),
    forAdmins(() => listSecurityEvents(actor, 6)),
    examineDependencies(),
  ]);
  return { failedVideos, failedMails, failedRuns: jobs && jobs.failedLastDay, calls, processing: underWay, waitingVideos, openReports, realtimeConnections: readRealtimeConnections(), security, dependencies };
}
