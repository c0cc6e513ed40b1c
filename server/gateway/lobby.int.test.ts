import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql as raise } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callVisit } from "@/db/schema/calls";
import { lobbyEntry } from "@/db/schema/lobby";
import { meetingOccurrence } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { openGuest } from "@/lib/calls/guests";
import { guestCookie } from "@/lib/http/guest-cookie";
import { askToEnter } from "@/lib/lobby/commands/ask-to-enter";
import { cancelMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { endMeeting, extendMeeting, openMeetingEarly } from "@/lib/meetings/commands/run-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { closeEventStreams, eventStreamCounts, handleEvents, startEvents } from "@/server/gateway/events";
import { startLobbyWatch } from "@/server/gateway/lobby";
import { cookieOf, StreamReader } from "@/server/gateway/testing";

let origin = "";
let stopWatch = () => {};
const server = http.createServer((req, res) => void handleEvents(req, res));
const open: StreamReader[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  await startEvents({ sweepSeconds: 3600, heartbeatSeconds: 3600 });
  stopWatch = await startLobbyWatch({ everySeconds: 0.2 });
});
afterEach(async () => {
  stopWatch();
  for (const reader of open.splice(0)) reader.drop();
  await vi.waitFor(() => expect(eventStreamCounts().streams).toBe(0));
  closeEventStreams();
});
afterAll(() => server.close());

async function connect(who: GuestActor | UserActor): Promise<StreamReader> {
  const guest = who.kind === "guest" ? guestCookie(who.guestId) : null;
  const reader = await StreamReader.open(`${origin}/api/events`, guest ? `${guest.name}=${guest.value}` : await cookieOf(who as UserActor));
  open.push(reader);
  await vi.waitFor(() => expect(reader.events[0]?.type).toBe("hello"));
  return reader;
}

/** Somebody waits, with an open stream. */
async function waitIn(roomId: number, person?: UserActor) {
  const who = person ?? ({ kind: "guest", ...(await openGuest(db(), "Grace")), address: null, requestId: null } satisfies GuestActor);
  const reader = await connect(who);
  const { id } = await askToEnter(who, roomId);
  return { id, reader, told: () => reader.events.filter(({ type }) => type === "lobby_entry").map(({ body }) => (body as { state: string }).state) };
}

const outcome = async (id: number) => (await db().select({ state: lobbyEntry.state, reason: lobbyEntry.reason }).from(lobbyEntry).where(eq(lobbyEntry.id, id)))[0];
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** A meeting that is open, in a room of its own that takes nobody in by itself. */
async function openMeeting() {
  const host = await createActor({ name: "Ada" });
  const made = await createMeeting(host, { title: "Planning", starts_at: soon(-1), duration_minutes: 30, timezone: "UTC" });
  await db().update(room).set({ accessLevel: "restricted" }).where(eq(room.id, made.room.id));
  return { host, id: made.id, roomId: made.room.id };
}

test("who waits is told when a host comes and when they go, and nothing while nothing changes", async () => {
  const owner = await createActor({ name: "Ada" });
  const { id } = await createRoomWith([[owner, "owner"]], { accessLevel: "restricted" });
  const { told } = await waitIn(id);
  // Once at the first look: somebody may have come or gone before it.
  await vi.waitFor(() => expect(told()).toEqual(["waiting"]));
  const [running] = await db().insert(call).values({ roomId: id, livekitSid: randomUUID() }).returning();
  const sid = randomUUID();
  await db().insert(callVisit).values({ callId: running!.id, participantSid: sid, identity: `u${owner.userId}`, name: "Ada", joinedAt: raise`now()` });
  await vi.waitFor(() => expect(told()).toEqual(["waiting", "waiting"]));
  await db().update(callVisit).set({ leftAt: raise`now()` }).where(eq(callVisit.participantSid, sid));
  await vi.waitFor(() => expect(told()).toEqual(["waiting", "waiting", "waiting"]));
});

test("a changed access level is judged anew for all who wait, and pushed to each of them", async () => {
  const owner = await createActor();
  const { id } = await createRoomWith([[owner, "owner"]], { accessLevel: "restricted" });
  const [guest, person] = [await waitIn(id), await waitIn(id, await createActor())];
  await changeRoom(owner, id, { access_level: "authenticated" });
  await vi.waitFor(() => expect([guest.told().at(-1), person.told().at(-1)]).toEqual(["expired", "admitted"]));
  expect([await outcome(guest.id), await outcome(person.id)]).toEqual([{ state: "expired", reason: "closed" }, { state: "admitted", reason: "opened" }]);
});

test.each<[string, (host: UserActor, id: number) => Promise<unknown>]>([
  ["is ended", (host, id) => endMeeting(host, { id })],
  ["is cancelled", (host, id) => cancelMeeting(host, { id })],
  ["reaches its end", (_host, id) => db().update(meetingOccurrence).set({ startsAt: raise`now() - interval '2 hours'`, endsAt: raise`now()` }).where(eq(meetingOccurrence.meetingId, id))],
])("nobody waits for a meeting that %s", async (_how, end) => {
  const { host, id, roomId } = await openMeeting();
  const waiting = await waitIn(roomId);
  await end(host, id);
  await vi.waitFor(() => expect(waiting.told().at(-1)).toBe("expired"));
  expect(await outcome(waiting.id)).toEqual({ state: "expired", reason: "meeting_closed" });
});

test("a meeting that goes on longer keeps those who wait; who is asked to it meanwhile is in", async () => {
  const { host, id, roomId } = await openMeeting();
  const [guest, person] = [await waitIn(roomId), await createActor()];
  const asked = await waitIn(roomId, person);
  await extendMeeting(host, { id }, 15);
  await updateMeeting(host, { id }, { attendees: [person.email] });
  await vi.waitFor(() => expect(asked.told().at(-1)).toBe("admitted"));
  expect([await outcome(guest.id), await outcome(asked.id)]).toEqual([{ state: "waiting", reason: null }, { state: "admitted", reason: "opened" }]);
});

test("where a meeting was put into a room, its host hears of those who wait already as it opens, and no more after it", async () => {
  const [owner, host] = await Promise.all([createActor(), createActor({ name: "Lin" })]);
  const { id: roomId } = await createRoomWith([[owner, "owner"], [host, "member"]], { accessLevel: "restricted" });
  const { id } = await createMeeting(host, { title: "Planning", starts_at: soon(60), duration_minutes: 30, timezone: "UTC", room_id: roomId });
  const reader = await connect(host);
  const waiting = await waitIn(roomId);
  const heard = () => reader.events.filter(({ type }) => type === "lobby").map(({ body }) => [body.count, (body.first as { id: number } | null)?.id ?? null]);
  await openMeetingEarly(host, { id });
  await vi.waitFor(() => expect(heard()).toEqual([[1, waiting.id]]));
  await endMeeting(host, { id });
  await vi.waitFor(() => expect(heard().at(-1)).toEqual([0, null]));
  expect(await outcome(waiting.id)).toEqual({ state: "waiting", reason: null });
});
