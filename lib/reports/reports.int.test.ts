import { and, eq, like, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { callBan } from "@/db/schema/calls";
import { message } from "@/db/schema/chat";
import { jobEvent } from "@/db/schema/engine";
import { outboxMail } from "@/db/schema/mails";
import { messageReport } from "@/db/schema/reports";
import { roomEvent, roomMember } from "@/db/schema/rooms";
import { carryOut } from "@/inngest/functions/carry-out-report";
import { mailKinds } from "@/inngest/mail-kinds";
import type { UserActor } from "@/lib/authz/actor";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { codeOf } from "@/lib/core/testing";
import { settings } from "@/lib/core/settings";
import { decideReport } from "@/lib/reports/commands/decide-report";
import { openReport } from "@/lib/reports/commands/open-report";
import { pruneReports } from "@/lib/reports/commands/prune-reports";
import { reportMessage } from "@/lib/reports/commands/report-message";
import type { ReportMeasure } from "@/lib/reports/contract";
import { countOpenReports, listReports } from "@/lib/reports/queries/reports";

const nobody = { kind: "anonymous", address: null, requestId: null } as const;
const reportsOf = (messageId: number) => db().select().from(messageReport).where(eq(messageReport.messageId, messageId)).orderBy(messageReport.id);
const trailOf = (action: string, id: number | string) => db().select().from(auditEntry).where(and(eq(auditEntry.action, action), eq(auditEntry.targetId, String(id))));

/** A restricted room where a member wrote something that another one reports. */
async function reportedRoom() {
  const [owner, author, reporter] = await Promise.all([createActor({ name: "Olga" }), createActor({ name: "Arthur" }), createActor({ name: "Rita" })]);
  const { id: roomId } = await createRoomWith([[owner, "owner"], [author, "member"], [reporter, "member"]], { accessLevel: "restricted", name: "Reading club" });
  for (const content of ["one", "two", "three", "four", "five", "six"]) await sendMessage(owner, roomId, { content });
  const { message: said } = await sendMessage(author, roomId, { content: "something bad" });
  await sendMessage(owner, roomId, { content: "please stop" });
  const key = { roomId, id: said.id };
  await reportMessage(reporter, key, { reason: "harassment", words: "again and again" });
  const [report] = await reportsOf(said.id);
  return { owner, author, reporter, roomId, key, reportId: report!.id };
}
const decide = (actor: UserActor, id: number, measures: ReportMeasure[] = [], words?: string) => decideReport(actor, id, { measures, ...(words === undefined ? {} : { words }) });

test("a report keeps the message and those around it as they stood, also when its author changes and deletes it; moderators read it there, and it is noted once", async () => {
  const { author, key, reportId, roomId } = await reportedRoom();
  await editMessage(author, key, { content: "something nice" });
  await deleteMessage(author, key);
  const moderator = await createActor({ role: "moderator" });
  const report = await openReport(moderator, reportId);
  await openReport(moderator, reportId);
  expect(report).toMatchObject({ reason: "harassment", words: "again and again", reporter: "Rita", author: { id: author.userId, username: "Arthur" }, room: { id: roomId, name: "Reading club", isDirect: false }, isGone: true, can: { decide: true, hide: false, warn: true, ban: true, deactivate: false } });
  expect(report.context.map(({ content }) => content)).toEqual(["two", "three", "four", "five", "six", "something bad", "please stop"]);
  expect(await trailOf("report.read", reportId)).toHaveLength(1);
});

test("who does not read the room, wrote it themselves, reports twice, or a deleted message, is refused and nothing is written", async () => {
  const { owner, author, reporter, roomId, key } = await reportedRoom();
  const stranger = await createActor({ role: "moderator" });
  const { message: own } = await sendMessage(owner, roomId, { content: "mine" });
  const elsewhere = await createRoomWith([[stranger, "owner"]]);
  const tries: [() => Promise<unknown>, string][] = [
    [() => reportMessage(stranger, key, { reason: "spam" }), "not_found"],
    [() => reportMessage(stranger, { roomId: elsewhere.id, id: key.id }, { reason: "spam" }), "not_found"],
    [() => reportMessage(nobody, key, { reason: "spam" }), "unauthenticated"],
    [() => reportMessage(owner, { roomId, id: own.id }, { reason: "spam" }), "forbidden"],
    [() => reportMessage(reporter, key, { reason: "spam" }), "conflict"],
    [() => deleteMessage(owner, { roomId, id: own.id }).then(() => reportMessage(author, { roomId, id: own.id }, { reason: "spam" })), "conflict"],
  ];
  for (const [attempt, code] of tries) expect(await codeOf(attempt())).toBe(code);
  expect([(await reportsOf(key.id)).length, (await reportsOf(own.id)).length]).toEqual([1, 0]);
});

test("moderators alone see and decide reports; everybody else is refused, and nothing changes", async () => {
  const { owner, reporter, reportId, key } = await reportedRoom();
  for (const [actor, code] of [[owner, "forbidden"], [reporter, "forbidden"], [nobody, "unauthenticated"]] as const) {
    expect(await Promise.all([codeOf(listReports(actor)), codeOf(openReport(actor, reportId)), codeOf(decideReport(actor, reportId, { measures: [] })), codeOf(decideReport(actor, 999_999_999, { measures: [] }))])).toEqual([code, code, code, code]);
    expect(await countOpenReports(actor)).toBe(0);
  }
  expect((await reportsOf(key.id))[0]?.closedAt).toBeNull();
});

test("of two moderators who decide at once one is told who was faster; all open reports of the message are decided with it", async () => {
  const { owner, reportId, key } = await reportedRoom();
  await reportMessage(owner, key, { reason: "other" });
  const second = (await reportsOf(key.id)).at(-1)!.id;
  const [ada, bob] = await Promise.all([createActor({ role: "moderator", name: "Ada" }), createActor({ role: "admin", name: "Bob" })]);
  const answers = await Promise.allSettled([decide(ada, reportId, ["hide"]), decide(bob, second)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refusal = answers.find((answer) => answer.status === "rejected");
  expect(refusal?.reason).toMatchObject({ code: "conflict", detail: expect.stringMatching(/^(Ada|Bob) has decided/) });
  const rows = await reportsOf(key.id);
  expect(rows.map(({ closedAt }) => closedAt === null)).toEqual([false, false]);
  expect(new Set(rows.map(({ closedBy, measures }) => `${closedBy} ${measures.join()}`)).size).toBe(1);
  expect((await trailOf("report.decided", reportId)).length + (await trailOf("report.decided", second)).length).toBe(1);
});

test("a decision is carried out: the message is taken away with a mark, its author mailed and banned from the room, each noted; twice is once", async () => {
  const { author, owner, reportId, roomId, key } = await reportedRoom();
  const moderator = await createActor({ role: "moderator" });
  await decide(moderator, reportId, ["hide", "warn", "ban"], "Stop that");
  expect(await db().select().from(jobEvent).where(eq(jobEvent.id, `report:${reportId}`))).toHaveLength(1);
  expect(await carryOut(reportId)).toEqual({ hide: "done", ban: "done" });
  expect(await carryOut(reportId)).toMatchObject({ hide: "done" });
  const [row] = await db().select().from(message).where(eq(message.id, key.id));
  expect(row).toMatchObject({ content: "", deletedBy: "moderator" });
  const told = await db().select().from(roomEvent).where(and(eq(roomEvent.roomId, roomId), eq(roomEvent.type, "message_deleted")));
  expect(told.map(({ body }) => body)).toEqual([expect.objectContaining({ id: key.id, content: "", deleted: expect.objectContaining({ by: "moderator" }) })]);
  expect(await db().select().from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, author.userId)))).toEqual([]);
  expect(await db().select().from(callBan).where(eq(callBan.roomId, roomId))).toMatchObject([{ identity: `u${author.userId}`, bannedBy: moderator.userId }]);
  expect(await codeOf(sendMessage(author, roomId, { content: "still here" }))).toBe("not_found");
  const mails = await db().select().from(outboxMail).where(eq(outboxMail.userId, author.userId));
  expect(mails.map(({ kind }) => kind)).toEqual(["report.warning"]);
  const made = await mailKinds.get("report.warning")!.make(mails[0]!.data, { userId: author.userId, email: author.email, locale: "en", timeZone: "UTC" });
  expect(made.text).toContain("something bad");
  expect(made.text).toContain("Stop that");
  expect(made.text).not.toContain("Rita");
  expect((await trailOf("message.hidden", roomId)).map(({ actorId }) => actorId)).toEqual([moderator.userId]);
  expect(await codeOf(sendMessage(owner, roomId, { content: "thank you" }))).toBe("done");
});

test("an account is switched off by administrators only, nobody decides about themselves, and a host keeps their room", async () => {
  const { author, owner, reporter, roomId, reportId } = await reportedRoom();
  const [moderator, admin] = await Promise.all([createActor({ role: "moderator" }), createActor({ role: "admin" })]);
  expect(await codeOf(decide(moderator, reportId, ["deactivate"]))).toBe("forbidden");
  await decide(admin, reportId, ["deactivate"]);
  expect(await carryOut(reportId)).toEqual({ deactivate: "done" });
  expect((await db().select().from(user).where(eq(user.id, author.userId)))[0]?.isActive).toBe(false);

  const { message: hosts } = await sendMessage(owner, roomId, { content: "by the owner" });
  await reportMessage(reporter, { roomId, id: hosts.id }, { reason: "other" });
  const [aboutHost] = await reportsOf(hosts.id);
  expect(await codeOf(decide(moderator, aboutHost!.id, ["ban"]))).toBe("conflict");
  await db().update(user).set({ role: "moderator" }).where(eq(user.id, owner.userId));
  const ownerAsModerator: UserActor = { ...owner, role: "moderator" };
  expect(await codeOf(decide(ownerAsModerator, aboutHost!.id))).toBe("forbidden");
  expect((await reportsOf(hosts.id))[0]?.closedAt).toBeNull();
});

test("open ones are listed and counted, decided ones on request, page by page and by reason; long decided ones are forgotten", async () => {
  await db().delete(messageReport);
  const [first, second] = [await reportedRoom(), await reportedRoom()];
  const moderator = await createActor({ role: "moderator" });
  expect(await countOpenReports(moderator)).toBe(2);
  const page = await listReports(moderator, { limit: 1 });
  expect([page.items.map(({ id }) => id), page.next]).toEqual([[second.reportId], second.reportId]);
  expect((await listReports(moderator, { before: page.next! })).items.map(({ id }) => id)).toEqual([first.reportId]);
  expect((await listReports(moderator, { reason: "spam" })).items).toEqual([]);
  await decide(moderator, first.reportId);
  expect(await db().select().from(jobEvent).where(like(jobEvent.id, `report:${first.reportId}`))).toEqual([]);
  expect((await listReports(moderator, { state: "closed" })).items).toMatchObject([{ id: first.reportId, closedBy: moderator.name, measures: [] }]);
  await db().update(messageReport).set({ closedAt: sql`now() - make_interval(secs => ${settings.reportKeptSeconds + 1})` }).where(eq(messageReport.id, first.reportId));
  expect(await pruneReports()).toBe(1);
  expect((await db().select({ id: messageReport.id }).from(messageReport)).map(({ id }) => id)).toEqual([second.reportId]);
});
