import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { attendanceOf, type Attendee } from "@/lib/calls/attendance";
import type { CallHistory } from "@/lib/calls/contract";
import type { CallRoom } from "@/lib/calls/entry";
import { findCaptioned, readCaptions } from "@/lib/calls/captions";
import { moderationFactsOf } from "@/lib/calls/moderation";
import { canModerateCall } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { AppError } from "@/lib/core/errors";
import { csvLine } from "@/lib/core/csv";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";

/** Who was in which call is the hosts' to know. @throws AppError not_found, unauthenticated, forbidden */
async function roomForHost(actor: Actor, idOrSlug: string): Promise<CallRoom> {
  const entry = await getEntry(actor, idOrSlug);
  authorize(canModerateCall(actor, moderationFactsOf(entry)));
  return entry.room;
}

async function attendeesOf(callIds: number[]): Promise<Map<number, Attendee[]>> {
  const visits = callIds.length === 0 ? [] : await db().select().from(callVisit).where(inArray(callVisit.callId, callIds)).orderBy(asc(callVisit.joinedAt));
  return new Map(callIds.map((id) => [id, attendanceOf(visits.filter((each) => each.callId === id), settings.callReturnSeconds)]));
}

const stamp = (date: Date | null) => (date === null ? null : toTimestamp(date));

/** The calls of a room with who was in them from when to when, the latest first; `before` is the id of the last one seen. @throws AppError not_found, unauthenticated, forbidden */
export async function listCalls(actor: Actor, idOrSlug: string, { limit, before }: { limit: number; before?: number | undefined }): Promise<CallHistory> {
  const { id: roomId } = await roomForHost(actor, idOrSlug);
  const rows = await db()
    .select({ id: call.id, startedAt: call.startedAt, endedAt: call.endedAt })
    .from(call)
    .where(and(eq(call.roomId, roomId), before === undefined ? undefined : lt(call.id, before)))
    .orderBy(desc(call.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const ids = shown.map((each) => each.id);
  const [attendees, captioned] = await Promise.all([attendeesOf(ids), findCaptioned(ids)]);
  return {
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    results: shown.map(({ id, startedAt, endedAt }) => ({
      id,
      started_at: toTimestamp(startedAt),
      ended_at: stamp(endedAt),
      people: (attendees.get(id) ?? []).map(({ identity, name, stays }) => ({ identity, name, stays: stays.map(({ joinedAt, leftAt }) => ({ joined_at: toTimestamp(joinedAt), left_at: stamp(leftAt) })) })),
      captions: captioned.has(id),
    })),
  };
}

/** Who was in one call, as CSV with one line a stay; recorded, since names leave the product. @throws AppError not_found, unauthenticated, forbidden */
export async function exportAttendance(actor: Actor, idOrSlug: string, callId: number): Promise<string> {
  const { id: roomId } = await roomForHost(actor, idOrSlug);
  const [found] = await db().select({ id: call.id }).from(call).where(and(eq(call.id, callId), eq(call.roomId, roomId)));
  if (!found) throw new AppError("not_found");
  const people = (await attendeesOf([callId])).get(callId) ?? [];
  await recordAudit(db(), actor, { action: "call.attendance_exported", target: { type: "room", id: roomId }, details: { call: callId } });
  const lines = people.flatMap(({ identity, name, stays }) =>
    stays.map(({ joinedAt, leftAt }) => csvLine([name, identity.startsWith("g") ? "guest" : "account", joinedAt, leftAt, leftAt && Math.round((leftAt.getTime() - joinedAt.getTime()) / 1000)])),
  );
  return [csvLine(["name", "kind", "joined_at", "left_at", "seconds"]), ...lines].join("");
}

/** What was said in one call, as WebVTT; recorded, since words leave the product. @throws AppError not_found, unauthenticated, forbidden */
export async function exportCaptions(actor: Actor, idOrSlug: string, callId: number): Promise<string> {
  const { id: roomId } = await roomForHost(actor, idOrSlug);
  const vtt = await readCaptions(roomId, callId);
  await recordAudit(db(), actor, { action: "call.captions_exported", target: { type: "room", id: roomId }, details: { call: callId } });
  return vtt;
}
