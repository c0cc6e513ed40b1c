import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { POST as tokenRoute } from "@/app/api/rooms/[id]/token/route";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call as callTable } from "@/db/schema/calls";
import { jobEvent } from "@/db/schema/engine";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import { room, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { closeMeetingCall, closeOverdueCalls } from "@/lib/calls/commands/close-meeting-call";
import { findEntry } from "@/lib/calls/entry";
import { judgeEntry } from "@/lib/calls/policy";
import { getDoor } from "@/lib/calls/queries";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";
import { cancelMeeting, cancelOccurrence, restoreMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { noteEnd } from "@/lib/meetings/commands/carry-out-end";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { expandSeries } from "@/lib/meetings/commands/expand-series";
import { moveOccurrence } from "@/lib/meetings/commands/move-occurrence";
import { endMeeting, extendMeeting, openMeetingEarly } from "@/lib/meetings/commands/run-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { createMeetingInput, type CreateMeetingInput } from "@/lib/meetings/contract";
import { getMeetingWindow } from "@/lib/meetings/queries/get-window";
import { planAllDue } from "@/lib/meetings/planning";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

let livekit: FakeLivekit;
let host: UserActor;

beforeEach(async () => {
  livekit = useFakeLivekit();
  host = await createActor({ name: "Ada" });
});

const inMinutes = (count: number) => new Date(Date.now() + count * 60_000);
const input = (values: Partial<CreateMeetingInput> = {}): CreateMeetingInput => ({ title: "Planning", starts_at: inMinutes(60), duration_minutes: 30, timezone: "Europe/Berlin", ...values });
const occurrencesOf = (meetingId: number) => db().select().from(meetingOccurrence).where(eq(meetingOccurrence.meetingId, meetingId)).orderBy(asc(meetingOccurrence.startsAt));
/** As the job does when the end has come. */
const end = async ({ id, endsAt }: { id: number; endsAt: Date }) => (await noteEnd({ occurrenceId: id, endsAtMs: endsAt.getTime() })).room;
const uuidOfMeeting = async (id: number) => (await db().select({ uuid: meeting.uuid }).from(meeting).where(eq(meeting.id, id)))[0]!.uuid;
/** As if time had passed: the row moves, the database's clock decides. */
const shift = (meetingId: number, seconds: number) =>
  db().update(meetingOccurrence).set({ startsAt: sql`${meetingOccurrence.startsAt} - make_interval(secs => ${seconds})`, endsAt: sql`${meetingOccurrence.endsAt} - make_interval(secs => ${seconds})` }).where(eq(meetingOccurrence.meetingId, meetingId));

/** What the gate before LiveKit asks at each connection. */
const mayIdentityEnter = async (identity: string, slug: string) => judgeEntry((await findEntry(identity, slug))!.facts).kind === "enter";

async function askToken(actor: UserActor, slug: string) {
  const response = await call(tokenRoute, `/api/rooms/${slug}/token/`, { body: {}, params: { id: slug }, cookies: { [accessCookie]: await mintSessionToken(actor.userId, actor.sessionId) } });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, code: body.code, starts_at: body.starts_at, ended_at: body.ended_at };
}

test("a meeting has a room of its own, whose owner is the host, and an address that ends in its uuid", async () => {
  const made = await createMeeting(host, input({ title: "Übergabe für Müller" }));
  const uuid = await uuidOfMeeting(made.id);
  expect(made).toMatchObject({ title: "Übergabe für Müller", unique_name: `ubergabe-fur-muller-${uuid}`, url: `http://localhost:3000/m/ubergabe-fur-muller-${uuid}`, state: "upcoming", duration_minutes: 30, timezone: "Europe/Berlin", recurrence: null, cancelled: false });
  expect(Date.parse(made.ends_at) - Date.parse(made.starts_at)).toBe(30 * 60_000);
  const [own] = await db().select().from(room).where(eq(room.id, made.room.id));
  expect(own).toMatchObject({ name: "Übergabe für Müller", accessLevel: "public", listed: false, memberCount: 1 });
  expect(await db().select({ userId: roomMember.userId, role: roomMember.role }).from(roomMember).where(eq(roomMember.roomId, made.room.id))).toEqual([{ userId: host.userId, role: "owner" }]);
  expect(await db().$count(auditEntry, and(eq(auditEntry.action, "meeting.created"), eq(auditEntry.targetId, String(made.id))))).toBe(1);
});

test.each([
  ["no title", { title: "   " }],
  ["a title that is too long", { title: "x".repeat(151) }],
  ["a direction override in the title", { title: "Plan\u202e" }],
  ["no time", { starts_at: "tomorrow" }],
  ["a time without an offset", { starts_at: "2026-05-06T14:00:00" }],
  ["a duration of 0", { duration_minutes: 0 }],
  ["a negative duration", { duration_minutes: -5 }],
  ["a huge duration", { duration_minutes: 1e9 }],
  ["more than a day", { duration_minutes: 1441 }],
  ["half minutes", { duration_minutes: 1.5 }],
  ["a duration as text", { duration_minutes: "30" }],
  ["an unknown field", { host_id: 1 }],
  ["an address that is none", { attendees: ["nobody"] }],
])("%s is refused by the shape of the input", (_what, wrong) => {
  expect(createMeetingInput.safeParse({ title: "Planning", starts_at: "2026-05-06T14:00:00+02:00", duration_minutes: 30, timezone: "Europe/Berlin", ...wrong }).success).toBe(false);
});

test("an unknown zone, a rule that does not fit and a foreign room are refused by field, and nothing is written", async () => {
  const foreign = await createRoomWith([[await createActor(), "owner"]]);
  const before = [await db().$count(meeting), await db().$count(room), await db().$count(meetingOccurrence)];
  await expect(createMeeting(host, input({ timezone: "Mars/Base" }))).rejects.toMatchObject({ code: "invalid_input", fields: { timezone: expect.anything() } });
  await expect(createMeeting(host, input({ recurrence: "FREQ=HOURLY" }))).rejects.toMatchObject({ code: "invalid_input", fields: { recurrence: expect.anything() } });
  await expect(createMeeting(host, input({ room_id: foreign.id }))).rejects.toMatchObject({ code: "invalid_input", fields: { room_id: expect.anything() } });
  await expect(createMeeting(host, input({ room_id: 999_999 }))).rejects.toMatchObject({ code: "invalid_input", fields: { room_id: expect.anything() } });
  await expect(createMeeting({ kind: "anonymous", address: null, requestId: null }, input())).rejects.toMatchObject({ code: "unauthenticated" });
  expect([await db().$count(meeting), await db().$count(room), await db().$count(meetingOccurrence)]).toEqual(before);
});

test("the door of a meeting's own room by the database's clock: a second before the start, at it, at the end, a second after", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(60), duration_minutes: 30 }));
  const { slug } = made.room;
  const [occurrence] = await occurrencesOf(made.id);
  const begins = (offset: string) => db().update(meetingOccurrence).set({ startsAt: sql`clock_timestamp() + ${offset}::interval`, endsAt: sql`clock_timestamp() + ${offset}::interval + interval '30 minutes'` }).where(eq(meetingOccurrence.id, occurrence!.id));

  await begins("1 minute");
  expect(await askToken(host, slug)).toMatchObject({ status: 403, code: "not_open", starts_at: expect.stringMatching(/Z$/) });
  expect(await mayIdentityEnter(`u${host.userId}`, slug)).toBe(false);
  expect(await getDoor(host, slug)).toMatchObject({ state: "upcoming", entry: "closed", starts_at: expect.any(String) });

  await begins("0 seconds");
  expect(await askToken(host, slug)).toMatchObject({ status: 200 });
  expect(await mayIdentityEnter(`u${host.userId}`, slug)).toBe(true);
  expect(await getDoor(host, slug)).toMatchObject({ state: "open", entry: "open" });

  await begins("-30 minutes");
  expect(await askToken(host, slug)).toMatchObject({ status: 403, code: "over", ended_at: expect.stringMatching(/Z$/) });
  expect(await mayIdentityEnter(`u${host.userId}`, slug)).toBe(false);
  expect(await getDoor(host, slug)).toMatchObject({ state: "over", entry: "closed", ended_at: expect.any(String) });
});

test("a chosen room stays open: the window is the meeting's address alone", async () => {
  const { id, slug } = await createRoomWith([[host, "member"]]);
  const made = await createMeeting(host, input({ room_id: id }));
  expect(made.room).toEqual({ id, slug });
  expect((await getMeetingWindow(await uuidOfMeeting(made.id))).state).toBe("upcoming");
  expect(await askToken(host, slug)).toMatchObject({ status: 200 });
  await shift(made.id, 7200);
  const [occurrence] = await occurrencesOf(made.id);
  expect(await end(occurrence!)).toBeNull();
  expect(await askToken(host, slug)).toMatchObject({ status: 200 });
});

test("the host opens early and then everyone may come; others may not open it", async () => {
  const made = await createMeeting(host, input());
  const guest = await createActor();
  await expect(openMeetingEarly(guest, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await askToken(guest, made.room.slug)).toMatchObject({ status: 403, code: "not_open" });
  expect((await openMeetingEarly(host, { id: made.id })).state).toBe("open");
  expect(await askToken(guest, made.room.slug)).toMatchObject({ status: 200 });
  await expect(openMeetingEarly(host, { id: made.id })).rejects.toMatchObject({ code: "conflict" });
});

test("those who were asked to come enter a restricted room of a meeting, strangers do not", async () => {
  const [asked, stranger] = [await createActor(), await createActor()];
  const made = await createMeeting(host, input({ starts_at: inMinutes(-5), attendees: [asked.email] }));
  await db().update(room).set({ accessLevel: "restricted" }).where(eq(room.id, made.room.id));
  expect(await askToken(asked, made.room.slug)).toMatchObject({ status: 200 });
  expect((await askToken(stranger, made.room.slug)).status).not.toBe(200);
  await updateMeeting(host, { id: made.id }, { attendees: [] });
  expect((await askToken(asked, made.room.slug)).status).not.toBe(200);
});

test("at the end the call closes for all; an extension moves the end, and the run for the old one does nothing", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(-29), duration_minutes: 30 }));
  const [occurrence] = await occurrencesOf(made.id);
  expect(await db().$count(jobEvent, eq(jobEvent.id, `meeting-end:${occurrence!.id}:${occurrence!.endsAt.getTime()}`))).toBe(1);

  expect(await end(occurrence!)).toBeNull();
  await extendMeeting(host, { id: made.id }, 5);
  const extended = (await occurrencesOf(made.id))[0]!;
  expect(extended.endsAt.getTime() - occurrence!.endsAt.getTime()).toBe(5 * 60_000);
  await shift(made.id, 120);
  expect(await end(occurrence!)).toBeNull();
  expect((await askToken(host, made.room.slug)).status).toBe(200);

  await shift(made.id, 600);
  const closing = await end(occurrence!);
  expect(closing).toEqual({ roomId: made.room.id, slug: made.room.slug });
  await livekit.createRoom(made.room.slug);
  await db().insert(callTable).values({ roomId: made.room.id, livekitSid: "RM_1" });
  expect(await closeMeetingCall(closing!)).toBe(true);
  expect(await livekit.listRooms([made.room.slug])).toEqual([]);
  expect(await db().select({ endedBy: callTable.endedBy }).from(callTable).where(eq(callTable.roomId, made.room.id))).toEqual([{ endedBy: "meeting" }]);
  expect(await db().select({ actor: auditEntry.actorKind, details: auditEntry.details }).from(auditEntry).where(and(eq(auditEntry.action, "call.ended"), eq(auditEntry.targetId, String(made.room.id))))).toMatchObject([{ actor: "system", details: { by: "meeting" } }]);
  expect(await closeMeetingCall(closing!)).toBe(true);
  expect(await end(occurrence!)).toEqual(closing);
  await expect(extendMeeting(host, { id: made.id }, 5)).rejects.toMatchObject({ code: "conflict" });
});

test("the host ends it by hand: nobody gets in any more, and its end is carried out at once", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(-5) }));
  expect((await endMeeting(host, { id: made.id })).state).toBe("over");
  expect(await askToken(host, made.room.slug)).toMatchObject({ status: 403, code: "over" });
  const [occurrence] = await occurrencesOf(made.id);
  expect(await db().$count(jobEvent, eq(jobEvent.id, `meeting-end:${occurrence!.id}:${occurrence!.closedAt!.getTime()}`))).toBe(1);
  expect(await end(occurrence!)).not.toBeNull();
});

test("a call that outlived its meeting while LiveKit was away is closed by the job", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(-45) }));
  await db().execute(sql`insert into call (room_id, livekit_sid) values (${made.room.id}, 'RM_1')`);
  await livekit.createRoom(made.room.slug);
  expect(await closeOverdueCalls()).toBe(1);
  expect(await livekit.listRooms([made.room.slug])).toEqual([]);
  expect(await closeOverdueCalls()).toBe(0);
});

test("editing the length during the meeting moves its end; another start is refused; a shorter one may end it now", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(-10), duration_minutes: 60 }));
  await expect(updateMeeting(host, { id: made.id }, { starts_at: inMinutes(30) })).rejects.toMatchObject({ code: "conflict" });
  expect((await updateMeeting(host, { id: made.id }, { duration_minutes: 90 })).state).toBe("open");
  expect((await updateMeeting(host, { id: made.id }, { duration_minutes: 5 })).state).toBe("over");
  const [occurrence] = await occurrencesOf(made.id);
  expect(await end(occurrence!)).not.toBeNull();
  expect((await db().select({ sequence: meeting.sequence }).from(meeting).where(eq(meeting.id, made.id)))[0]!.sequence).toBe(2);
});

test("a meeting that is over can be planned again and opens again", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(-60) }));
  const [occurrence] = await occurrencesOf(made.id);
  await end(occurrence!);
  const again = await updateMeeting(host, { id: made.id }, { starts_at: inMinutes(20) });
  expect(again.state).toBe("upcoming");
  await shift(made.id, 1300);
  expect((await askToken(host, made.room.slug)).status).toBe(200);
});

test("a cancelled meeting is over, also while it runs, and can be taken back", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(-5) }));
  await cancelMeeting(host, { id: made.id });
  await cancelMeeting(host, { id: made.id });
  expect(await askToken(host, made.room.slug)).toMatchObject({ status: 403, code: "over" });
  const [occurrence] = await occurrencesOf(made.id);
  expect(await end(occurrence!)).not.toBeNull();
  await expect(updateMeeting(host, { id: made.id }, { title: "Other" })).rejects.toMatchObject({ code: "conflict" });
  await restoreMeeting(host, { id: made.id });
  expect((await askToken(host, made.room.slug)).status).toBe(200);
  expect((await db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "meeting"), eq(auditEntry.targetId, String(made.id)))).orderBy(auditEntry.id)).map(({ action }) => action)).toEqual(["meeting.created", "meeting.cancelled", "meeting.restored"]);
});

test("a repeated meeting keeps its hour across the change of clocks and lives through its single changes", async () => {
  // Fridays around the last Sunday of March 2027, Berlin.
  const made = await createMeeting(host, input({ starts_at: new Date("2027-03-19T08:00:00Z"), recurrence: "FREQ=WEEKLY;BYDAY=FR;COUNT=4" }));
  const times = await occurrencesOf(made.id);
  expect(times.map(({ startsAt }) => startsAt.toISOString())).toEqual(["2027-03-19T08:00:00.000Z", "2027-03-26T08:00:00.000Z", "2027-04-02T07:00:00.000Z", "2027-04-09T07:00:00.000Z"]);

  expect(await cancelOccurrence(host, { id: made.id }, times[1]!.id, true)).toBe(true);
  expect(await cancelOccurrence(host, { id: made.id }, times[1]!.id, true)).toBe(false);
  await moveOccurrence(host, { id: made.id }, times[2]!.id, { starts_at: new Date("2027-04-03T07:00:00Z"), duration_minutes: 45 });
  await expect(moveOccurrence(host, { id: made.id }, times[2]!.id, { starts_at: new Date("2027-04-09T07:10:00Z"), duration_minutes: 45 })).rejects.toMatchObject({ code: "conflict" });
  expect((await occurrencesOf(made.id)).map(({ startsAt, originalStartsAt, cancelledAt }) => [startsAt.toISOString().slice(0, 10), originalStartsAt.toISOString().slice(0, 10), cancelledAt !== null])).toEqual([
    ["2027-03-19", "2027-03-19", false],
    ["2027-03-26", "2027-03-26", true],
    ["2027-04-03", "2027-04-02", false],
    ["2027-04-09", "2027-04-09", false],
  ]);

  await updateMeeting(host, { id: made.id }, { starts_at: new Date("2027-03-18T09:00:00Z"), recurrence: "FREQ=WEEKLY;BYDAY=TH;COUNT=2" });
  expect((await occurrencesOf(made.id)).map(({ startsAt }) => startsAt.toISOString())).toEqual(["2027-03-18T09:00:00.000Z", "2027-03-25T09:00:00.000Z"]);
});

test("an endless meeting is planned further ahead as time goes on, each time once", async () => {
  const made = await createMeeting(host, input({ recurrence: "FREQ=DAILY" }));
  const planned = (await occurrencesOf(made.id)).length;
  expect(planned).toBeGreaterThan(390);
  expect(await expandSeries()).toBe(0);
  await db().update(meeting).set({ expandedUntil: inMinutes(60 * 24 * 350) }).where(eq(meeting.id, made.id));
  await db().delete(meetingOccurrence).where(and(eq(meetingOccurrence.meetingId, made.id), sql`${meetingOccurrence.startsAt} > now() + interval '360 days'`));
  expect(await expandSeries()).toBeGreaterThan(35);
  expect((await occurrencesOf(made.id)).length).toBe(planned);
});

test("the same Idempotency-Key makes one meeting, also at once; with another body it is refused", async () => {
  const body = input();
  const answers = await Promise.all([1, 2, 3, 4].map(() => createMeeting(host, body, "key-1")));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(await db().$count(meeting, eq(meeting.hostId, host.userId))).toBe(1);
  expect(await db().$count(room, eq(room.createdBy, host.userId))).toBe(1);
  await expect(createMeeting(host, input({ title: "Other" }), "key-1")).rejects.toMatchObject({ code: "conflict" });
  const other = await createActor();
  expect((await createMeeting(other, body, "key-1")).id).not.toBe(answers[0]!.id);
});

test("a stranger learns nothing of a meeting by its number and changes nothing", async () => {
  const made = await createMeeting(host, input());
  const stranger = await createActor();
  for (const run of [
    () => updateMeeting(stranger, { id: made.id }, { title: "Mine" }),
    () => cancelMeeting(stranger, { id: made.id }),
    () => restoreMeeting(stranger, { id: made.id }),
    () => endMeeting(stranger, { id: made.id }),
    () => extendMeeting(stranger, { id: made.id }, 5),
  ]) await expect(run()).rejects.toMatchObject({ code: "not_found" });
  expect((await db().select().from(meeting).where(eq(meeting.id, made.id)))[0]).toMatchObject({ title: "Planning", cancelledAt: null, sequence: 0 });
});

test("who is asked to come is asked once; the host is not; who is taken off is kept until told", async () => {
  const asked = await createActor();
  const made = await createMeeting(host, input({ attendees: [asked.email, "new@example.test", host.email] }));
  const rows = () => db().select({ email: meetingAttendee.email, userId: meetingAttendee.userId }).from(meetingAttendee).where(and(eq(meetingAttendee.meetingId, made.id), isNull(meetingAttendee.removedAt))).orderBy(meetingAttendee.id);
  expect(await rows()).toEqual([{ email: asked.email, userId: asked.userId }, { email: "new@example.test", userId: null }]);
  await updateMeeting(host, { id: made.id }, { attendees: ["new@example.test"] });
  expect(await rows()).toEqual([{ email: "new@example.test", userId: null }]);
  expect(await db().$count(meetingAttendee, eq(meetingAttendee.meetingId, made.id))).toBe(2);
});

test("what is due soon is planned once, however often it is asked", async () => {
  const made = await createMeeting(host, input({ starts_at: inMinutes(13) }));
  const [occurrence] = await occurrencesOf(made.id);
  const events = () => db().$count(jobEvent, sql`${jobEvent.id} like ${`meeting-%:${occurrence!.id}:%`}`);
  expect(await events()).toBe(1);
  await planAllDue();
  expect(await events()).toBe(1);
  await updateMeeting(host, { id: made.id }, { starts_at: inMinutes(14) });
  expect(await events()).toBe(2);
});

test("a host who asks too many people within a day is refused, and nothing is written", async () => {
  const made = await createMeeting(host, input({ attendees: ["first@example.test"] }));
  await db().execute(sql`insert into meeting_attendee (meeting_id, email) select ${made.id}, 'bulk-' || n || '@example.test' from generate_series(1, 499) n`);
  await expect(createMeeting(host, input({ attendees: ["one-more@example.test"] }))).rejects.toMatchObject({ code: "rate_limited" });
  expect(await db().$count(meeting, eq(meeting.hostId, host.userId))).toBe(1);
});
