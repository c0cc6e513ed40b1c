import { and, asc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callCaption, callVisit } from "@/db/schema/calls";
import { recording, recordingChapter } from "@/db/schema/recordings";
import { cueText, toWebVtt } from "@/lib/core/subtitles";

/** A sentence stays long enough to be read, also where it was said quickly. */
const shortestSeconds = 1;

/** Seconds from the beginning of the recording in the outer query to that of its call: what captions of the call are later by. */
const lateBySeconds = sql<number>`extract(epoch from ${recording.startedAt} - ${call.startedAt})::float8`;
const isInside = and(
  gt(sql`${callCaption.endMs} / 1000.0`, lateBySeconds),
  lt(sql`${callCaption.startMs} / 1000.0`, sql`${lateBySeconds} + ${recording.durationSeconds}`),
);

/** Whether something was kept in writing of what a recording, the one of the outer query, holds. */
export const hasWords = sql<boolean>`exists (select from ${callCaption} join ${call} on ${call.id} = ${callCaption.callId} where ${callCaption.callId} = ${recording.callId} and ${isInside})`;

/**
 * What was said while it was recorded, as WebVTT with times of its file and the names of the speakers; null where the call
 * had no captions. Made when it is asked for: of somebody who is gone nobody keeps the words. Authorization is the caller's.
 */
export async function findRecordingWords(id: string): Promise<string | null> {
  const rows = await db()
    .select({ callId: callCaption.callId, identity: callCaption.identity, startMs: callCaption.startMs, endMs: callCaption.endMs, content: callCaption.content, late: lateBySeconds, duration: recording.durationSeconds })
    .from(recording)
    .innerJoin(call, eq(call.id, recording.callId))
    .innerJoin(callCaption, eq(callCaption.callId, call.id))
    .where(and(eq(recording.id, id), isInside))
    .orderBy(asc(callCaption.startMs), asc(callCaption.id));
  if (rows.length === 0) return null;
  const { identity, name } = callVisit;
  const visits = await db().select({ identity, name }).from(callVisit).where(eq(callVisit.callId, rows[0]!.callId)).orderBy(asc(callVisit.joinedAt));
  const names = new Map(visits.map((each) => [each.identity, each.name]));
  return toWebVtt(
    rows.map((each) => {
      const start = Math.max(0, each.startMs / 1000 - each.late);
      const end = Math.min(Math.max(each.endMs / 1000 - each.late, start + shortestSeconds), Math.max(each.duration ?? 0, start + shortestSeconds));
      return { start, end, settings: "", text: `<v ${cueText(names.get(each.identity) ?? each.identity)}>${cueText(each.content)}</v>` };
    }),
  );
}

/** The chapters of recordings, each in its order; in seconds. Authorization is the caller's. */
export async function findRecordingChapters(ids: readonly string[]): Promise<Map<string, { start: number; title: string }[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db().select().from(recordingChapter).where(inArray(recordingChapter.recordingId, [...ids])).orderBy(asc(recordingChapter.startMs));
  const found = new Map<string, { start: number; title: string }[]>();
  for (const { recordingId, startMs, name } of rows) found.set(recordingId, [...(found.get(recordingId) ?? []), { start: startMs / 1000, title: name }]);
  return found;
}
