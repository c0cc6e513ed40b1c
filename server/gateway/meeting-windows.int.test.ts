import { eq, sql as raise } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { meeting } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { cancelMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { extendMeeting, openMeetingEarly } from "@/lib/meetings/commands/run-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import type { MeetingWindow } from "@/lib/meetings/contract";
import { closeMeetingWindows, handleMeetingWindows, startMeetingWindows, waitingPages } from "@/server/gateway/meeting-windows";
import { serveGateway, StreamReader } from "@/server/gateway/testing";

/* Whoever has a meeting's address hears when its window changes; these readers have no cookie at all. */

let gateway: Awaited<ReturnType<typeof serveGateway>>;
const open: StreamReader[] = [];

beforeAll(async () => {
  await startMeetingWindows();
  gateway = await serveGateway(handleMeetingWindows);
});
afterEach(async () => {
  for (const reader of open.splice(0)) reader.drop();
  await vi.waitFor(() => expect(waitingPages()).toBe(0));
});
afterAll(async () => {
  await gateway.stop();
  closeMeetingWindows();
});

const addressOf = (uuid: string) => `/api/meetings/${uuid}/window/events`;

async function scheduled(host: UserActor) {
  const made = await createMeeting(host, { title: "Planning", starts_at: new Date(Date.now() + 3_600_000), duration_minutes: 30, timezone: "Europe/Berlin" });
  const [row] = await db().select({ uuid: meeting.uuid, roomId: meeting.roomId }).from(meeting).where(eq(meeting.id, made.id));
  return { id: made.id, ...row! };
}

async function waitAt(uuid: string): Promise<StreamReader> {
  const reader = await StreamReader.open(`http://127.0.0.1:${gateway.port}${addressOf(uuid)}`);
  open.push(reader);
  await vi.waitFor(() => expect(reader.events.length).toBe(1));
  return reader;
}

const windows = (reader: StreamReader) => reader.events.map(({ type, body }) => [type, (body as MeetingWindow).state]);

test("a page that waits is told the window at once, and again when the host opens early, adds time or calls the meeting off", async () => {
  const host = await createActor();
  const [mine, other] = [await scheduled(host), await scheduled(host)];
  const [reader, elsewhere] = [await waitAt(mine.uuid), await waitAt(other.uuid)];
  expect(windows(reader)).toEqual([["meeting_window", "upcoming"]]);
  await openMeetingEarly(host, { id: mine.id });
  await vi.waitFor(() => expect(windows(reader)).toEqual([["meeting_window", "upcoming"], ["meeting_window", "open"]]));
  await extendMeeting(host, { id: mine.id }, 15);
  await vi.waitFor(() => expect(reader.events.length).toBe(3));
  const ends = reader.events.map(({ body }) => Date.parse((body as MeetingWindow).ends_at));
  expect(ends[2]! - ends[1]!).toBe(15 * 60_000);
  await cancelMeeting(host, { id: mine.id });
  await vi.waitFor(() => expect(windows(reader).at(-1)).toEqual(["meeting_window", "over"]));
  expect(windows(elsewhere)).toEqual([["meeting_window", "upcoming"]]);
});

test("a moved start reaches every page that waits", async () => {
  const host = await createActor();
  const { id, uuid } = await scheduled(host);
  const readers = [await waitAt(uuid), await waitAt(uuid), await waitAt(uuid.toUpperCase())];
  const startsAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 7_200_000);
  await updateMeeting(host, { id }, { starts_at: startsAt });
  for (const reader of readers) await vi.waitFor(() => expect(Date.parse((reader.events.at(-1)!.body as MeetingWindow).starts_at)).toBe(startsAt.getTime()));
});

test("an address that is no meeting's, a deleted room, other methods and too many pages behind one address are refused", async () => {
  const host = await createActor();
  const { uuid, roomId } = await scheduled(host);
  expect((await gateway.ask(addressOf("00000000-0000-4000-8000-000000000000"))).status).toBe(404);
  expect((await gateway.ask(`/api/meetings/${uuid.slice(1)}/window/events`)).status).toBe(404);
  expect(await gateway.ask(addressOf(uuid), { method: "PUT" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  expect((await gateway.ask(addressOf(uuid), { method: "HEAD" })).status).toBe(200);
  const before = settings.windowStreamsPerClient;
  Object.assign(settings, { windowStreamsPerClient: 1 });
  try {
    const first = await waitAt(uuid);
    expect((await gateway.ask(addressOf(uuid))).status).toBe(429);
    first.drop();
    await vi.waitFor(() => expect(waitingPages()).toBe(0));
    await waitAt(uuid);
  } finally {
    Object.assign(settings, { windowStreamsPerClient: before });
  }
  await db().update(room).set({ deletedAt: raise`now()` }).where(eq(room.id, roomId));
  expect((await gateway.ask(addressOf(uuid))).status).toBe(404);
});
