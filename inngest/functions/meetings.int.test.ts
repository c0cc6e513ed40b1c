import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, inArray, sql as statement } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db, sql } from "@/db/client";
import { createActor } from "@/db/factories";
import { outboxMail } from "@/db/schema/mails";
import { meetingOccurrence } from "@/db/schema/meetings";
import { inngest } from "@/inngest/client";
import { send, startEngine } from "@/inngest/engine/testing";
import { endMeetingOnTime, planMeetings } from "@/inngest/functions/tend-meetings";
import type { UserActor } from "@/lib/authz/actor";
import { cancelMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { extendMeeting } from "@/lib/meetings/commands/run-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { meetingEndDue } from "@/lib/meetings/contract";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { killWorker, startWorker } from "@/server/testing-worker";

const slow = { timeout: 240_000 };
const patience = { timeout: 75_000, interval: 50 };

let host: UserActor;
let serial = 0;
beforeEach(async () => {
  host = await createActor({ name: "Ada" });
});

const address = () => `invited-${(serial += 1)}@example.test`;
const inSeconds = (count: number) => new Date(Date.now() + count * 1000);
const schedule = (startsAt: Date, attendees: string[] = []) => createMeeting(host, { title: `Planning ${(serial += 1)}`, starts_at: startsAt, duration_minutes: 30, timezone: "UTC", attendees });
const occurrenceOf = async (meetingId: number) => (await db().select().from(meetingOccurrence).where(eq(meetingOccurrence.meetingId, meetingId)))[0]!;
const mailsTo = (...recipients: string[]) =>
  db().select({ recipient: outboxMail.recipient, kind: outboxMail.kind, subject: outboxMail.subject, state: outboxMail.state }).from(outboxMail).where(inArray(outboxMail.recipient, recipients)).orderBy(outboxMail.id);

type Run = { status: string; output: unknown; sleeping: boolean };
/** The runs of a function for one meeting or one of its times, oldest first. */
const runsOf = (functionId: string, data: Record<string, number>) => sql()<Run[]>`
  select r.status, r.output, exists (select from engine.step s where s.run_id = r.id and s.kind = 'Sleep' and not s.is_done) as sleeping
  from engine.run r where r.function_id = ${`atrium-${functionId}`} and r.event->'data' @> ${sql().json(data)} order by r.queued_at, r.id`;
const untilSleeping = (functionId: string, data: Record<string, number>) => expect.poll(async () => (await runsOf(functionId, data)).some((run) => run.sleeping), patience).toBe(true);
const untilOver = (functionId: string, data: Record<string, number>, count = 1) =>
  expect.poll(async () => (await runsOf(functionId, data)).filter(({ status }) => status === "completed").length, patience).toBe(count);
/** As if the time that runs sleep for had passed. */
const endSleeps = () => sql()`update engine.step set wake_at = now() where kind = 'Sleep' and not is_done`;

test("a reminder whose worker is killed while it waits, and again while it writes, goes to everybody once", slow, async () => {
  const invited = address();
  const made = await schedule(inSeconds(660), [invited]);
  const data = { occurrenceId: (await occurrenceOf(made.id)).id };
  const first = await startWorker();
  await untilSleeping("remind-of-meeting", data);
  await killWorker(first);
  await endSleeps();

  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const holding = sql().begin(async (tx) => {
    await tx`lock table outbox_mail in share mode`;
    await held;
  });
  const second = await startWorker();
  const waiting = async () => Number((await sql()`select from pg_locks where not granted and relation = 'outbox_mail'::regclass`).length);
  await expect.poll(waiting, patience).toBeGreaterThan(0);
  await killWorker(second);
  release();
  await holding;
  expect((await mailsTo(invited, host.email)).filter(({ kind }) => kind === "meeting.reminder")).toEqual([]);

  await startWorker();
  await untilOver("remind-of-meeting", data);
  const reminders = async () => (await mailsTo(invited, host.email)).filter(({ kind }) => kind === "meeting.reminder").map(({ recipient, state }) => `${recipient} ${state}`).sort();
  await expect.poll(reminders, patience).toEqual([`${host.email} sent`, `${invited} sent`].sort());
  expect(await runsOf("remind-of-meeting", data)).toMatchObject([{ status: "completed", output: { mails: 2 } }]);
});

test("what happens to meetings while no worker runs is what people are told: one invitation as it is now, and nothing of what was called off or moved", slow, async () => {
  const [changed, cancelled, moved] = [address(), address(), address()];
  const [renamed, off, later] = [await schedule(inSeconds(3600), [changed]), await schedule(inSeconds(660), [cancelled]), await schedule(inSeconds(660), [moved])];
  const data = { occurrenceId: (await occurrenceOf(off.id)).id };
  const first = await startWorker();
  for (const { id } of [renamed, off, later]) await untilSleeping("tell-of-meeting", { meetingId: id });
  await untilSleeping("remind-of-meeting", data);
  await killWorker(first);
  await updateMeeting(host, { id: renamed.id }, { title: "Retrospective" });
  await cancelMeeting(host, { id: off.id });
  await updateMeeting(host, { id: later.id }, { starts_at: inSeconds(7200) });
  await endSleeps();

  await startWorker();
  await untilOver("remind-of-meeting", data);
  for (const { id } of [renamed, off, later]) await untilSleeping("tell-of-meeting", { meetingId: id });
  await endSleeps();
  for (const { id } of [renamed, off, later]) await untilOver("tell-of-meeting", { meetingId: id }, 2);
  const told = async () => (await mailsTo(changed, cancelled, moved)).map(({ recipient, kind, subject, state }) => [recipient, kind, subject, state]);
  await expect.poll(async () => (await told()).map(([, , , state]) => state), patience).toEqual(["sent", "sent"]);
  expect((await told()).sort()).toEqual([
    [changed, "meeting.invite", "Invitation: Retrospective", "sent"],
    [moved, "meeting.invite", `Invitation: ${later.title}`, "sent"],
  ].sort());
  expect((await mailsTo(host.email)).filter(({ kind }) => kind === "meeting.reminder")).toEqual([]);
});

/** LiveKit as its client meets it: answers everything with nothing, and notes which rooms were closed. Told so, it never answers a close. */
async function startLivekit(): Promise<{ url: string; closed: string[]; hang: (on: boolean) => void; stop: () => void }> {
  const closed: string[] = [];
  let isHanging = false;
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (request.url?.endsWith("/DeleteRoom")) {
      closed.push((JSON.parse(body) as { room: string }).room);
      if (isHanging) return;
    }
    response.setHeader("content-type", "application/json").end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, closed, hang: (on) => (isHanging = on), stop };
}

let livekit: Awaited<ReturnType<typeof startLivekit>> | undefined;
afterEach(() => {
  livekit?.stop();
  livekit = undefined;
});

test("a call whose worker is killed before and while it closes is closed by the next one; the one that was extended meanwhile goes on", slow, async () => {
  livekit = await startLivekit();
  const more = { LIVEKIT_URL: livekit.url };
  const [ending, extended] = [await schedule(inSeconds(60 - 1800)), await schedule(inSeconds(60 - 1800))];
  const [data, other] = [{ occurrenceId: (await occurrenceOf(ending.id)).id }, { occurrenceId: (await occurrenceOf(extended.id)).id }];
  const first = await startWorker(more);
  await untilSleeping("end-meeting", data);
  await untilSleeping("end-meeting", other);
  await killWorker(first);
  // The job of each minute would start runs for the moved end as well; one may be under way at this moment.
  await sql()`update engine.cron set next_at = now() + interval '1 hour'`;
  await sql()`delete from engine.run where function_id = ${`atrium-${planMeetings.id()}`} and ended_at is null`;
  await extendMeeting(host, { id: extended.id }, 30);
  await db().update(meetingOccurrence).set({ startsAt: statement`${meetingOccurrence.startsAt} - interval '2 minutes'`, endsAt: statement`${meetingOccurrence.endsAt} - interval '2 minutes'` }).where(eq(meetingOccurrence.id, data.occurrenceId));
  await endSleeps();

  livekit.hang(true);
  const second = await startWorker(more);
  await expect.poll(() => livekit!.closed, patience).toEqual([ending.room.slug]);
  expect((await occurrenceOf(ending.id)).endedAt).not.toBeNull();
  await killWorker(second);
  livekit.hang(false);

  await startWorker(more);
  await untilOver("end-meeting", data);
  await untilOver("end-meeting", other);
  expect([await runsOf("end-meeting", data), await runsOf("end-meeting", other)]).toMatchObject([[{ output: { closed: true } }], [{ output: { closed: false } }]]);
  expect(livekit.closed).toEqual([ending.room.slug, ending.room.slug]);
  expect((await occurrenceOf(extended.id)).endedAt).toBeNull();
});

test("a run that wakes before the database's clock has come to the end waits for it, and then closes the call", slow, async () => {
  const fake = useFakeLivekit();
  const made = await schedule(inSeconds(3 - 1800));
  const { id, endsAt } = await occurrenceOf(made.id);
  await fake.createRoom(made.room.slug);
  // The event that planning wrote would sleep; this is the one of a worker whose clock is ahead.
  await sql()`delete from engine.event where name = ${meetingEndDue.name}`;
  await startEngine(inngest, [endMeetingOnTime]);
  await send(meetingEndDue.create({ occurrenceId: id, endsAtMs: endsAt.getTime() }, { id: `early:${id}` }));
  await untilSleeping("end-meeting", { occurrenceId: id });
  await endSleeps();
  await untilOver("end-meeting", { occurrenceId: id });
  expect(await runsOf("end-meeting", { occurrenceId: id })).toMatchObject([{ output: { closed: true } }]);
  expect(await fake.listRooms([made.room.slug])).toEqual([]);
  expect(await db().$count(meetingOccurrence, and(eq(meetingOccurrence.id, id), statement`${meetingOccurrence.endedAt} >= ${meetingOccurrence.endsAt}`))).toBe(1);
});
