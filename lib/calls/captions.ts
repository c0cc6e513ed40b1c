import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callCaption, callVisit } from "@/db/schema/calls";
import { AppError } from "@/lib/core/errors";
import { toVtt, type Caption } from "@/lib/calls/vtt";

/** Those of the calls in which something is kept in writing. */
export async function findCaptioned(callIds: readonly number[]): Promise<Set<number>> {
  if (callIds.length === 0) return new Set();
  const rows = await db().selectDistinct({ callId: callCaption.callId }).from(callCaption).where(inArray(callCaption.callId, [...callIds]));
  return new Set(rows.map((each) => each.callId));
}

/** What was said in one call of a room, in order, as WebVTT with the speakers' names of then. Authorization is the caller's. @throws AppError not_found where nothing is kept */
export async function readCaptions(roomId: number, callId: number): Promise<string> {
  const rows = await db()
    .select({ identity: callCaption.identity, startMs: callCaption.startMs, endMs: callCaption.endMs, content: callCaption.content })
    .from(callCaption)
    .innerJoin(call, eq(call.id, callCaption.callId))
    .where(and(eq(callCaption.callId, callId), eq(call.roomId, roomId)))
    .orderBy(asc(callCaption.startMs), asc(callCaption.id));
  if (rows.length === 0) throw new AppError("not_found");
  const visits = await db().select({ identity: callVisit.identity, name: callVisit.name }).from(callVisit).where(eq(callVisit.callId, callId)).orderBy(desc(callVisit.joinedAt));
  const names = new Map(visits.reverse().map(({ identity, name }) => [identity, name]));
  return toVtt(rows.map(({ identity, startMs, endMs, content }): Caption => ({ name: names.get(identity) ?? identity, startMs, endMs, text: content })));
}
