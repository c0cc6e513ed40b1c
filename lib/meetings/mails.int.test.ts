import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import ICAL from "ical.js";
import { beforeEach, expect, test } from "vitest";
import * as calendarRoute from "@/app/api/meetings/[uuid]/calendar/route";
import * as feedRoute from "@/app/api/meetings/feed/[secret]/route";
import { db } from "@/db/client";
import { createActor, createUser } from "@/db/factories";
import { jobEvent } from "@/db/schema/engine";
import { outboxMail } from "@/db/schema/mails";
import { meeting, meetingAttendee, meetingFeed, meetingOccurrence } from "@/db/schema/meetings";
import { user } from "@/db/schema/accounts";
import { mailKinds } from "@/inngest/mail-kinds";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";
import { makeCalendarFeed, revokeCalendarFeed } from "@/lib/meetings/commands/calendar-feed";
import { cancelMeeting, cancelOccurrence, restoreMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { remindAttendees, tellAttendees } from "@/lib/meetings/commands/send-mails";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { uuidOf } from "@/lib/meetings/names";
import { planAllDue } from "@/lib/meetings/planning";
import { sendQueuedMail } from "@/lib/platform/mail/send-queued";

let host: UserActor;
let serial = 0;
beforeEach(async () => {
  host = await createActor({ name: "Ada" });
});

const starts = (inMinutes: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + inMinutes * 60_000);
const guestAddress = () => `guest-${(serial += 1)}@example.test`;
const schedule = (attendees: string[], values: { recurrence?: string; inMinutes?: number } = {}) =>
  createMeeting(host, { title: "Planning", starts_at: starts(values.inMinutes ?? 600), duration_minutes: 30, timezone: "Europe/Berlin", attendees, ...(values.recurrence ? { recurrence: values.recurrence } : {}) });
const sequenceOf = async (id: number) => (await db().select({ sequence: meeting.sequence }).from(meeting).where(eq(meeting.id, id)))[0]!.sequence;
/** What the function does a moment after a change. */
const tell = async (id: number, byHost = true) => tellAttendees({ meetingId: id, sequence: await sequenceOf(id), byHost });

type Sent = { subject: string; text: string; kind: string | null; state: string };
/** Tries every queued mail once, as the job does, and answers what came of those to one address. */
async function mailsTo(recipient: string): Promise<Sent[]> {
  const queued = await db().select({ id: outboxMail.id }).from(outboxMail).where(eq(outboxMail.state, "queued")).orderBy(outboxMail.id);
  for (const { id } of queued) await sendQueuedMail(id, mailKinds);
  return db().select({ subject: outboxMail.subject, text: outboxMail.text, kind: outboxMail.kind, state: outboxMail.state }).from(outboxMail).where(eq(outboxMail.recipient, recipient)).orderBy(outboxMail.id);
}
const calendarOf = async (recipient: string, kind: string) => {
  const [row] = await db().select({ data: outboxMail.data }).from(outboxMail).where(and(eq(outboxMail.recipient, recipient), eq(outboxMail.kind, kind)));
  return new ICAL.Component(ICAL.parse((row!.data as { calendar: string }).calendar) as never);
};

test("who is asked to come is told in their own language and zone, with a calendar file of their own", async () => {
  const person = await createUser({ locale: "de", timeZone: "America/New_York", name: "Grace" });
  const address = guestAddress();
  const made = await schedule([person.email, address]);
  expect(await tell(made.id)).toBe(2);
  const [german] = await db().select({ id: outboxMail.id, userId: outboxMail.userId }).from(outboxMail).where(eq(outboxMail.recipient, person.email));
  expect(german!.userId).toBe(person.id);
  const [mail] = await mailsTo(person.email);
  expect(mail).toMatchObject({ state: "sent", subject: "Einladung: Planning" });
  expect(mail!.text).toContain("Ada bittet Sie zu „Planning“.");
  expect(mail!.text).toMatch(/Nordamerikanische Ostküsten/);
  expect(mail!.text).toContain(made.url);
  const [other] = await mailsTo(address);
  expect(other).toMatchObject({ state: "sent", subject: "Invitation: Planning" });
  expect(other!.text).toMatch(/Central European/);
  const file = await calendarOf(address, "meeting.invite");
  expect([file.getFirstPropertyValue("method"), new ICAL.Event(file.getFirstSubcomponent("vevent")!).attendees.map((each) => String(each.getFirstValue()))]).toEqual(["REQUEST", [`MAILTO:${address}`]]);
});

test("nobody is told the same twice, and what was undone at once is told to nobody", async () => {
  const address = guestAddress();
  const made = await schedule([address]);
  expect(await tell(made.id)).toBe(1);
  expect(await tell(made.id)).toBe(0);
  await cancelMeeting(host, { id: made.id });
  const cancelled = await sequenceOf(made.id);
  await restoreMeeting(host, { id: made.id });
  expect(await tellAttendees({ meetingId: made.id, sequence: cancelled, byHost: true })).toBe(0);
  expect(await tell(made.id)).toBe(0);
  expect(await mailsTo(address)).toHaveLength(1);
});

test("a change, a cancelled time and the cancellation are told, under one name with a rising sequence", async () => {
  const address = guestAddress();
  const made = await schedule([address], { recurrence: "FREQ=DAILY;COUNT=3" });
  await tell(made.id);
  await mailsTo(address);
  await updateMeeting(host, { id: made.id }, { title: "Planning, part 2" });
  expect(await tell(made.id)).toBe(1);
  await mailsTo(address);
  const [, second] = await db().select({ id: meetingOccurrence.id }).from(meetingOccurrence).where(eq(meetingOccurrence.meetingId, made.id)).orderBy(meetingOccurrence.startsAt);
  await cancelOccurrence(host, { id: made.id }, second!.id, true);
  expect(await tell(made.id)).toBe(1);
  await mailsTo(address);
  await cancelMeeting(host, { id: made.id });
  expect(await tell(made.id)).toBe(1);
  expect((await mailsTo(address)).map(({ subject, state }) => [state, subject])).toEqual([
    ["sent", "Invitation: Planning"],
    ["sent", "Changed: Planning, part 2"],
    ["sent", "Changed: Planning, part 2"],
    ["sent", "Cancelled: Planning, part 2"],
  ]);
  const [invited, cancelled] = [await calendarOf(address, "meeting.invite"), await calendarOf(address, "meeting.cancelled")].map((file) => ({ method: file.getFirstPropertyValue("method"), event: new ICAL.Event(file.getFirstSubcomponent("vevent")!) }));
  expect(cancelled!.method).toBe("CANCEL");
  expect(cancelled!.event.uid).toBe(invited!.event.uid);
  expect([invited!.event.sequence, cancelled!.event.sequence]).toEqual([0, 3]);
});

test("who was taken off the list is told once and then forgotten; who was never told hears nothing", async () => {
  const [told, never] = [guestAddress(), guestAddress()];
  const made = await schedule([told]);
  await tell(made.id);
  await mailsTo(told);
  await updateMeeting(host, { id: made.id }, { attendees: [never] });
  await updateMeeting(host, { id: made.id }, { attendees: [] });
  expect(await tell(made.id)).toBe(1);
  expect((await mailsTo(told)).map(({ kind }) => kind)).toEqual(["meeting.invite", "meeting.removed"]);
  expect(await mailsTo(never)).toEqual([]);
  expect(await db().$count(meetingAttendee, eq(meetingAttendee.meetingId, made.id))).toBe(0);
});

test("the host hears of what a moderator changed", async () => {
  const made = await schedule([]);
  await cancelMeeting(await createActor({ role: "moderator" }), { id: made.id });
  expect(await tell(made.id, false)).toBe(1);
  expect((await mailsTo(host.email)).map(({ subject }) => subject)).toEqual(["Cancelled: Planning"]);
});

const onlyTime = async (id: number) => (await db().select().from(meetingOccurrence).where(eq(meetingOccurrence.meetingId, id)))[0]!;

test("host and people are reminded once; who declined or switched reminders off is not", async () => {
  const [address, declined, off] = [guestAddress(), guestAddress(), await createUser({ notificationChoices: { reminder: { mail: false } } })];
  const made = await schedule([address, declined, off.email], { inMinutes: 10 });
  await db().update(meetingAttendee).set({ response: "declined" }).where(eq(meetingAttendee.email, declined));
  const time = await onlyTime(made.id);
  const due = { occurrenceId: time.id, startsAtMs: time.startsAt.getTime() };
  expect(await remindAttendees(due)).toBe(3);
  expect(await remindAttendees(due)).toBe(0);
  expect((await mailsTo(address)).map(({ subject, state }) => [state, subject])).toEqual([["sent", "In 10 minutes: Planning"]]);
  expect((await mailsTo(host.email)).map(({ state }) => state)).toEqual(["sent"]);
  expect(await mailsTo(declined)).toEqual([]);
  expect((await mailsTo(off.email)).map(({ state }) => state)).toEqual(["cancelled"]);
});

test.each([
  ["moved", (id: number) => updateMeeting(host, { id }, { starts_at: starts(200) })],
  ["cancelled", (id: number) => cancelMeeting(host, { id })],
])("a meeting that was %s sends no stale reminder, also where it was queued already", async (_what, change) => {
  const address = guestAddress();
  const made = await schedule([address], { inMinutes: 10 });
  const time = await onlyTime(made.id);
  const due = { occurrenceId: time.id, startsAtMs: time.startsAt.getTime() };
  expect(await remindAttendees(due)).toBe(2);
  await change(made.id);
  expect((await mailsTo(address)).map(({ state }) => state)).toEqual(["cancelled"]);
  expect(await remindAttendees(due)).toBe(0);
});

test("a shortened meeting is reminded all the same; one that has begun is not", async () => {
  const made = await schedule([], { inMinutes: 10 });
  const time = await onlyTime(made.id);
  await updateMeeting(host, { id: made.id }, { duration_minutes: 10 });
  expect(await remindAttendees({ occurrenceId: time.id, startsAtMs: time.startsAt.getTime() })).toBe(1);
  await db().update(meetingOccurrence).set({ startsAt: sql`${meetingOccurrence.startsAt} - interval '20 minutes'`, endsAt: sql`${meetingOccurrence.endsAt} - interval '5 minutes'` }).where(eq(meetingOccurrence.id, time.id));
  expect(await remindAttendees({ occurrenceId: time.id, startsAtMs: time.startsAt.getTime() - 20 * 60_000 })).toBe(0);
});

test("a reminder whose time passed while no worker ran is sent late; a meeting made in its last minutes reminds nobody", async () => {
  const eventsOf = async (id: number) => db().$count(jobEvent, sql`${jobEvent.id} like ${`meeting-reminder:${id}:%`}`);
  const made = await schedule([], { inMinutes: 5 });
  const time = await onlyTime(made.id);
  await planAllDue();
  expect(await eventsOf(time.id)).toBe(0);
  await db().update(meeting).set({ updatedAt: sql`now() - interval '1 hour'` }).where(eq(meeting.id, made.id));
  await planAllDue();
  await planAllDue();
  expect(await eventsOf(time.id)).toBe(1);
});

const calendarFileOf = async (uuid: string, headers?: Record<string, string>) => call(calendarRoute.GET, `/api/meetings/${uuid}/calendar/`, { params: { uuid }, ...(headers ? { headers } : {}) });

test("whoever has a meeting's address gets its calendar file, under the name that invitations use; the host's address is for those who were asked", async () => {
  const person = await createActor();
  const made = await schedule([person.email]);
  const uuid = uuidOf(new URL(made.url).pathname.split("/").at(-1)!)!;
  await tell(made.id);
  const answer = await calendarFileOf(uuid);
  expect([answer.status, answer.headers.get("content-type"), answer.headers.get("content-disposition")]).toEqual([200, "text/calendar; charset=utf-8", 'attachment; filename="meeting.ics"']);
  const text = await answer.text();
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text) as never).getFirstSubcomponent("vevent")!);
  const invited = new ICAL.Event((await calendarOf(person.email, "meeting.invite")).getFirstSubcomponent("vevent")!);
  expect([event.summary, event.uid, event.startDate.toJSDate().getTime()]).toEqual(["Planning", invited.uid, invited.startDate.toJSDate().getTime()]);
  expect(text).not.toContain(host.email);
  expect(text).not.toContain(person.email);
  const asked = await calendarFileOf(uuid, { cookie: `${accessCookie}=${await mintSessionToken(person.userId, person.sessionId)}` });
  expect(await asked.text()).toContain(host.email);
  expect((await calendarFileOf(randomUUID())).status).toBe(404);
});

const readFeed = (url: string) => {
  const secret = new URL(url).pathname.split("/").at(-1)!;
  return call(feedRoute.GET, `/api/meetings/feed/${secret}`, { params: { secret } });
};

test("the private feed has one's meetings and nobody else's, until it is made anew, switched off or its person is", async () => {
  const person = await createActor();
  const mine = await schedule([person.email]);
  await createMeeting(await createActor(), { title: "Foreign", starts_at: starts(100), duration_minutes: 30, timezone: "UTC" });
  const { url } = await makeCalendarFeed(person);
  expect(JSON.stringify(await db().select().from(meetingFeed))).not.toContain(url.split("/").at(-1)!.slice(0, 43));
  const answer = await readFeed(url);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
  const events = new ICAL.Component(ICAL.parse(await answer.text()) as never).getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  expect(events.map(({ summary }) => summary)).toEqual(["Planning"]);
  await cancelMeeting(host, { id: mine.id });
  expect(await (await readFeed(url)).text()).toContain("STATUS:CANCELLED");

  const second = await makeCalendarFeed(person);
  expect([(await readFeed(url)).status, (await readFeed(second.url)).status]).toEqual([404, 200]);
  await db().update(user).set({ isActive: false }).where(eq(user.id, person.userId));
  expect((await readFeed(second.url)).status).toBe(404);
  await db().update(user).set({ isActive: true }).where(eq(user.id, person.userId));
  await revokeCalendarFeed(person);
  expect((await readFeed(second.url)).status).toBe(404);
  expect((await readFeed("http://localhost:3000/api/meetings/feed/x.ics")).status).toBe(404);
});
