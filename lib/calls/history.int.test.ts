import { desc } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call, callVisit } from "@/db/schema/calls";
import { exportAttendance, listCalls } from "@/lib/calls/history";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 6, 14) + seconds * 1000);

async function makeHistory() {
  const [owner, member] = await Promise.all([createActor({ name: "Ada" }), createActor()]);
  const { id: roomId, slug } = await createRoomWith([[owner, "owner"], [member, "member"]]);
  const rows = await db()
    .insert(call)
    .values([{ roomId, livekitSid: `RM_${roomId}_1`, startedAt: at(0), endedAt: at(600), endedBy: "left" }, { roomId, livekitSid: `RM_${roomId}_2`, startedAt: at(1000) }])
    .returning({ id: call.id });
  const [first, second] = rows.map((each) => each.id) as [number, number];
  const visit = (callId: number, n: number, identity: string, name: string, from: number, to: number | null) => ({ callId, participantSid: `PA_${roomId}_${n}`, identity, name, joinedAt: at(from), leftAt: to === null ? null : at(to) });
  await db()
    .insert(callVisit)
    .values([visit(first, 1, `u${owner.userId}`, "Ada", 0, 200), visit(first, 2, `u${owner.userId}`, "Ada", 230, 600), visit(first, 3, "g7", "=cmd()", 10, 70), visit(second, 4, `u${owner.userId}`, "Ada", 1000, null)]);
  return { owner, member, roomId, slug, first, second };
}

test("hosts see who was in which call from when to when, short breaks merged, the latest call first", async () => {
  const { owner, slug, first, second } = await makeHistory();
  const { results, next } = await listCalls(owner, slug, { limit: 10 });
  const told = results.map(({ id, ended_at: endedAt, people }) => ({ id, isOver: endedAt !== null, people: people.map(({ name, stays }) => `${name} ${stays.map((each) => `${each.joined_at.slice(14, 19)}-${each.left_at?.slice(14, 19) ?? "now"}`).join(" ")}`) }));
  expect([told, next]).toEqual([[{ id: second, isOver: false, people: ["Ada 16:40-now"] }, { id: first, isOver: true, people: ["Ada 00:00-10:00", "=cmd() 00:10-01:10"] }], null]);
  const page = await listCalls(owner, slug, { limit: 1 });
  expect([page.results.map((each) => each.id), page.next]).toEqual([[second], second]);
  expect((await listCalls(owner, slug, { limit: 1, before: second })).results.map((each) => each.id)).toEqual([first]);
});

test("the attendance of a call is exported as CSV that no spreadsheet runs, and the export is recorded", async () => {
  const { owner, roomId, slug, first } = await makeHistory();
  expect((await exportAttendance(owner, slug, first)).split("\r\n")).toEqual([
    "name,kind,joined_at,left_at,seconds",
    "Ada,account,2026-05-06T14:00:00.000Z,2026-05-06T14:10:00.000Z,600",
    "'=cmd(),guest,2026-05-06T14:00:10.000Z,2026-05-06T14:01:10.000Z,60",
    "",
  ]);
  const [audit] = await db().select().from(auditEntry).orderBy(desc(auditEntry.id)).limit(1);
  expect(audit).toMatchObject({ action: "call.attendance_exported", actorId: owner.userId, targetId: String(roomId), details: { call: first } });
});

test("members do not learn who was there, and a call of another room is none of this one's", async () => {
  const { owner, member, slug, first } = await makeHistory();
  const other = await makeHistory();
  await expect(listCalls(member, slug, { limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
  await expect(exportAttendance(member, slug, first)).rejects.toMatchObject({ code: "forbidden" });
  await expect(exportAttendance(owner, slug, other.first)).rejects.toMatchObject({ code: "not_found" });
});
