import http from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql as raise } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db, sql, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { tellTyping } from "@/lib/chat/commands/tell-typing";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { codeOf } from "@/lib/core/testing";
import { userTopic } from "@/lib/events/room-events";
import { deleteRoom, restoreRoom } from "@/lib/rooms/commands/delete-room";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { publish } from "@/lib/platform/listen";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { tellHere } from "@/lib/rooms/commands/tell-here";
import { createRoom } from "@/lib/rooms/commands/create-room";
import { closeEventStreams, eventStreamCounts, handleEvents, startEvents } from "@/server/gateway/events";
import { cookieOf, StreamReader } from "@/server/gateway/testing";

let origin = "";
const server = http.createServer((req, res) => void handleEvents(req, res));
const open: StreamReader[] = [];

/** Opens a person's stream, after `since`. One that does not read fills its connection. */
async function connect(actor: UserActor, since = "", reads = true): Promise<StreamReader> {
  const reader = await StreamReader.open(`${origin}/api/events${since && `?since=${since}`}`, await cookieOf(actor), reads);
  open.push(reader);
  if (reads) await vi.waitFor(() => expect(reader.events[0]?.type).toBe("hello"));
  return reader;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => startEvents({ sweepSeconds: 3600, heartbeatSeconds: 3600 }));
afterEach(async () => {
  for (const reader of open.splice(0)) reader.drop();
  await vi.waitFor(() => expect(eventStreamCounts()).toEqual({ streams: 0, rooms: 0 }));
  closeEventStreams();
});
afterAll(() => server.close());

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

test("only a live session opens a stream; a wrong cursor and other methods are refused", async () => {
  const ada = await createActor();
  const cookie = `${accessCookie}=${await mintSessionToken(ada.userId, ada.sessionId)}`;
  const status = async (init: RequestInit = {}, query = "") => (await fetch(`${origin}/api/events/${query}`, init)).status;
  expect(await status()).toBe(401);
  expect(await status({ method: "HEAD" })).toBe(401);
  expect(await status({ method: "HEAD", headers: { cookie } })).toBe(200);
  expect(await status({ headers: { cookie } }, "?since=12")).toBe(400);
  expect(await status({ headers: { cookie } }, "?after=12:1")).toBe(400);
  expect(await status({ method: "POST", headers: { cookie } })).toBe(405);
  await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, ada.sessionId));
  expect(await status({ headers: { cookie } })).toBe(401);
  expect(eventStreamCounts().streams).toBe(0);
});

test("the hello says where all of one's rooms stand, and nothing of other rooms", async () => {
  const [ada, grace] = await Promise.all([createActor(), createActor()]);
  const one = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const two = await createRoomWith([[ada, "member"]]);
  await createRoomWith([[grace, "owner"]]);
  await createRoomWith([[ada, "owner"]], { deletedAt: new Date() });
  for (const content of ["a", "b"]) await sendMessage(grace, one.id, { content });
  const reader = await connect(ada);
  expect(reader.events).toEqual([{ type: "hello", body: { [one.id]: 2, [two.id]: 0 } }]);
  expect(reader.response.headers).toMatchObject({ "content-type": "text/event-stream", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" });
  expect(reader.response.headers).not.toHaveProperty("transfer-encoding");
});

test("two readers get the same bytes of an event, with its place in the room", async () => {
  const [ada, grace, stranger] = await Promise.all([createActor(), createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [first, second, other] = [await connect(ada), await connect(grace), await connect(stranger)];
  const { message } = await sendMessage(ada, id, { content: "hello\n\ndata: 🙂" });
  await vi.waitFor(() => expect([first.heard(id), second.heard(id)]).toEqual([["message_added 1"], ["message_added 1"]]));
  expect(first.events.at(-1)).toEqual({ type: "message_added", body: message, room_id: id, version: 1 });
  expect(first.text.slice(first.text.indexOf("id:"))).toBe(second.text.slice(second.text.indexOf("id:")));
  expect(first.text).toContain(`id: ${id}:1\ndata: {`);
  expect(other.events).toHaveLength(1);
});

test("25 dropped connections under four senders lose nothing and double nothing", async () => {
  const people = await Promise.all(upTo(4).map(() => createActor()));
  const { id } = await createRoomWith(people.map((person, n) => [person, n === 0 ? "owner" : "member"]));
  const reader = people[0]!;
  let isSending = true;
  const sending = people.map(async (person, n) => {
    for (let count = 0; isSending; count += 1) await sendMessage(person, id, { content: `${n}.${count}` });
  });
  const seen: number[] = [];
  for (let drops = 0; drops <= 25; drops += 1) {
    const connection = await connect(reader, `${id}:${seen.at(-1) ?? 0}`);
    const known = seen.length;
    await vi.waitFor(() => expect(connection.heard(id).length).toBeGreaterThan(2));
    connection.drop();
    seen.push(...connection.events.filter((event) => event.room_id === id).map((event) => event.version as number));
    expect(seen[known]).toBe((seen[known - 1] ?? 0) + 1);
  }
  isSending = false;
  await Promise.all(sending);
  const last = await connect(reader, `${id}:${seen.at(-1)}`);
  const [{ version } = { version: 0 }] = await db().select({ version: room.version }).from(room).where(eq(room.id, id));
  await vi.waitFor(() => expect([...seen, ...last.events.flatMap((event) => event.version ?? [])]).toEqual(upTo(version)));
}, 60_000);

test("who writes is told to those who hear the room, without a version, and nothing is kept of it", async () => {
  const [ada, grace, stranger] = await Promise.all([createActor(), createActor({ name: "Grace" }), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [reader, other] = [await connect(ada), await connect(stranger)];
  await tellTyping(grace, id);
  await vi.waitFor(() => expect(reader.events.at(-1)).toEqual({ type: "typing", body: { room: { id }, users: [{ id: grace.userId, username: "Grace" }] } }));
  expect(await codeOf(tellTyping(stranger, id))).toBe("not_found");
  await changeRoom(ada, id, { configuration: { chat: false } });
  expect(await codeOf(tellTyping(grace, id))).toBe("conflict");
  await vi.waitFor(() => expect(reader.heard(id)).toEqual(["room_updated 1"]));
  expect([reader.events.filter(({ type }) => type === "typing").length, other.events.length]).toEqual([1, 1]);
  expect((await connect(ada, `${id}:0`)).events.some(({ type }) => type === "typing")).toBe(false);
});

test("who has the room before them is told when they come and go, to those who hear the room; a second sign is no news", async () => {
  const [ada, grace, stranger] = await Promise.all([createActor(), createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [reader, other] = [await connect(ada), await connect(stranger)];
  const presence = () => reader.events.filter(({ type }) => type === "presence").flatMap(({ body }) => (body as { users: { id: number; here: boolean }[] }).users.map((each) => `${each.id} ${each.here}`));
  expect(await tellHere(grace, id, true)).toMatchObject({ here: [grace.userId], count: 1 });
  await vi.waitFor(() => expect(presence()).toEqual([`${grace.userId} true`]));
  expect((await tellHere(ada, id, true)).here).toEqual([ada.userId, grace.userId]);
  await tellHere(grace, id, true);
  expect(await codeOf(tellHere(stranger, id, true))).toBe("not_found");
  await tellHere(grace, id, false);
  await vi.waitFor(() => expect(presence().at(-1)).toBe(`${grace.userId} false`));
  expect([presence().filter((each) => each === `${grace.userId} true`).length, presence().filter((each) => each.startsWith(String(stranger.userId))).length, other.events.length]).toEqual([1, 0, 1]);
  expect((await tellHere(ada, id, true)).here).toEqual([ada.userId]);
});

test("a browser that repeats only the id of its last event gets what followed", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  for (const content of ["a", "b", "c"]) await sendMessage(ada, id, { content });
  const cookie = `${accessCookie}=${await mintSessionToken(ada.userId, ada.sessionId)}`;
  const { body } = await fetch(`${origin}/api/events`, { headers: { cookie, "last-event-id": `${id}:1` } });
  let text = "";
  const stream = body!.getReader();
  while (!text.includes(`id: ${id}:3\n`)) text += new TextDecoder().decode((await stream.read()).value);
  expect(text).toContain(`id: ${id}:2\n`);
  expect(text).not.toContain(`id: ${id}:1\n`);
  await stream.cancel();
});

test("a reader that was away for longer than events are kept is told to reload", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  for (const content of ["a", "b", "c"]) await sendMessage(ada, id, { content });
  await db().delete(roomEvent).where(eq(roomEvent.version, 1));
  const reader = await connect(ada, `${id}:0`);
  await vi.waitFor(() => expect(reader.events.at(-1)).toEqual({ type: "state_lost", body: { room: { id } } }));
  await sendMessage(ada, id, { content: "d" });
  await vi.waitFor(() => expect(reader.heard(id)).toEqual(["message_added 4"]));
});

describe("membership", () => {
  test("who leaves hears that and nothing after it; who joins hears the room from then on", async () => {
    const [ada, guest, late] = await Promise.all([createActor(), createActor(), createActor()]);
    const { id } = await createRoomWith([[ada, "owner"], [guest, "member"]]);
    const [stays, leaves, joins] = [await connect(ada), await connect(guest), await connect(late)];
    await sendMessage(ada, id, { content: "to both" });
    await leaveRoom(guest, id);
    await sendMessage(ada, id, { content: "to those who stay" });
    await joinRoom(late, id);
    await sendMessage(ada, id, { content: "to the new one too" });
    await vi.waitFor(() => expect(stays.heard(id)).toEqual(["message_added 1", "user_left 2", "message_added 3", "user_joined 4", "message_added 5"]));
    await vi.waitFor(() => expect(joins.heard(id)).toEqual(["user_joined 4", "message_added 5"]));
    expect(leaves.heard(id)).toEqual(["message_added 1", "user_left 2"]);
    await joinRoom(guest, id);
    await sendMessage(ada, id, { content: "welcome back" });
    await vi.waitFor(() => expect(leaves.heard(id)).toEqual(["message_added 1", "user_left 2", "user_joined 6", "message_added 7"]));
  });

  test("a replay gives nothing of a room that one has left", async () => {
    const [ada, guest] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[ada, "owner"], [guest, "member"]]);
    await sendMessage(ada, id, { content: "before" });
    await leaveRoom(guest, id);
    await sendMessage(ada, id, { content: "after" });
    const reader = await connect(guest, `${id}:0`);
    const own = await createRoom(guest, { name: "A place of their own" });
    await sendMessage(guest, own.id, { content: "heard" });
    await vi.waitFor(() => expect(reader.heard(own.id)).toEqual(["message_added 1"]));
    expect(reader.heard(id)).toEqual([]);
    expect(reader.events[0]?.body).toEqual({});
  });

  test("leaving and coming back while messages fly never shows a message of the time outside", async () => {
    const [ada, guest] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[ada, "owner"]]);
    const reader = await connect(guest);
    let isSending = true;
    const sending = (async () => {
      while (isSending) await sendMessage(ada, id, { content: "x" });
    })();
    for (let round = 0; round < 10; round += 1) {
      await joinRoom(guest, id);
      await leaveRoom(guest, id);
    }
    isSending = false;
    await sending;
    await vi.waitFor(() => expect(reader.events.filter((event) => event.type === "user_left")).toHaveLength(10));
    let isIn = false;
    for (const event of reader.events.slice(1)) {
      if (event.type === "user_joined") isIn = true;
      expect(isIn).toBe(true);
      if (event.type === "user_left") isIn = false;
    }
  });
});

test("a room made in another tab is heard at once", async () => {
  const ada = await createActor();
  const reader = await connect(ada);
  const made = await createRoom(ada, { name: "New" });
  await sendMessage(ada, made.id, { content: "first" });
  await vi.waitFor(() => expect(reader.heard(made.id)).toEqual(["message_added 1"]));
});

test("news for one person reach their streams as they are, and nobody else's", async () => {
  const [ada, grace] = await Promise.all([createActor(), createActor()]);
  const [tab, phone, other] = [await connect(ada), await connect(ada), await connect(grace)];
  const event = { type: "video_progress", body: { id: 7, progress: 42 } };
  await publish(userTopic(ada.userId), event);
  await vi.waitFor(() => expect([tab.events.at(-1), phone.events.at(-1)]).toEqual([event, event]));
  expect(tab.text).not.toContain("id: ");
  expect(other.events).toHaveLength(1);
});

test("the end of a session ends its streams, and only its", async () => {
  const ada = await createActor();
  const elsewhere = { ...ada, sessionId: (await createActor()).sessionId };
  await db().update(session).set({ userId: ada.userId }).where(eq(session.id, elsewhere.sessionId));
  const [ended, kept] = [await connect(ada), await connect(elsewhere)];
  await publish("session_ended", ada.sessionId);
  await vi.waitFor(() => expect(ended.isClosed).toBe(true));
  expect(ended.events.at(-1)).toEqual({ type: "session_ended" });
  await publish(userTopic(ada.userId), { type: "still_here" });
  await vi.waitFor(() => expect(kept.events.at(-1)).toEqual({ type: "still_here" }));
  expect(kept.isClosed).toBe(false);
});

describe("without wake-ups", () => {
  beforeEach(async () => {
    closeEventStreams();
    await startEvents({ sweepSeconds: 0.1, heartbeatSeconds: 0.1 });
  });

  test("the sweep finds messages, joins and ended sessions", async () => {
    const [ada, guest] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[ada, "owner"]]);
    const [member, joiner] = [await connect(ada), await connect(guest)];
    const quietly = (type: string, body: Record<string, unknown>) => transaction(async (tx) => {
      const [row] = await tx.update(room).set({ version: raise`${room.version} + 1` }).where(eq(room.id, id)).returning({ version: room.version });
      await tx.insert(roomEvent).values({ roomId: id, version: row!.version, type, body });
      if (type === "user_joined") await tx.insert(roomMember).values({ roomId: id, userId: guest.userId, role: "member" });
    });
    await quietly("message_added", { content: "a" });
    await vi.waitFor(() => expect(member.heard(id)).toEqual(["message_added 1"]));
    await quietly("user_joined", { user: { id: guest.userId } });
    await quietly("message_added", { content: "b" });
    await vi.waitFor(() => expect([member.heard(id).at(-1), joiner.heard(id).at(-1)]).toEqual(["message_added 3", "message_added 3"]));
    await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, guest.sessionId));
    await vi.waitFor(() => expect(joiner.isClosed).toBe(true));
    expect(member.isClosed).toBe(false);
  });

  test("a quiet stream carries heartbeats", async () => {
    const reader = await connect(await createActor());
    await vi.waitFor(() => expect(reader.events.filter((event) => event.type === "heartbeat").length).toBeGreaterThan(1));
  });
});

test("a reader that never reads is dropped at the backlog limit; the others hear everything, and it catches up later", async () => {
  const [ada, sleeper] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [sleeper, "member"]]);
  const awake = await connect(ada);
  const asleep = await connect(sleeper, "", false);
  await vi.waitFor(() => expect(eventStreamCounts().streams).toBe(2));
  // More than the kernel's buffers on both sides can hold.
  const count = 400;
  for (let from = 1; from <= count; from += 50) {
    await sql()`insert into room_event (room_id, version, type, body) select ${id}, n, 'filler', jsonb_build_object('text', repeat('x', 40000)) from generate_series(${from}::int, ${from + 49}::int) n`;
    await sql()`update room set version = ${from + 49} where id = ${id}`;
    await publish("rooms", [id, from + 49]);
    await vi.waitFor(() => expect(awake.heard(id).at(-1)).toBe(`filler ${from + 49}`), { timeout: 10_000 });
  }
  await vi.waitFor(() => expect(eventStreamCounts().streams).toBe(1));
  asleep.drop();
  const back = await connect(sleeper, `${id}:0`);
  await vi.waitFor(() => expect(back.heard(id)).toEqual(upTo(count).map((n) => `filler ${n}`)), { timeout: 20_000 });
}, 60_000);

test("a process that goes tells its clients to reconnect, and takes no new ones", async () => {
  const ada = await createActor();
  const reader = await connect(ada);
  closeEventStreams();
  await vi.waitFor(() => expect(reader.isClosed).toBe(true));
  expect(reader.events.at(-1)).toEqual({ type: "reconnect" });
  const cookie = `${accessCookie}=${await mintSessionToken(ada.userId, ada.sessionId)}`;
  const refused = await fetch(`${origin}/api/events`, { headers: { cookie } });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
});

test("when a room is deleted each reader hears that, then that they themselves left it, and nothing after; restored, all hear it again", async () => {
  const [ada, grace] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Grace" })]);
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const readers = { ada: await connect(ada), grace: await connect(grace) };
  await deleteRoom(ada, id);
  await vi.waitFor(() => expect([readers.ada.heard(id), readers.grace.heard(id)]).toEqual([["room_deleted 1", "user_left 2"], ["room_deleted 1", "user_left 2"]]));
  expect(readers.ada.events.at(-1)).toMatchObject({ body: { room: { id }, user: { id: ada.userId, username: "Ada" } } });
  expect(readers.grace.events.at(-1)).toMatchObject({ body: { user: { id: grace.userId, username: "Grace" } } });
  expect(readers.grace.events.at(-1)?.body).not.toHaveProperty("everyone");
  expect((await connect(grace, `${id}:0`)).events).toEqual([{ type: "hello", body: {} }]);
  await restoreRoom(ada, id);
  await vi.waitFor(() => expect([readers.ada.heard(id).at(-1), readers.grace.heard(id).at(-1)]).toEqual(["room_restored 3", "room_restored 3"]));
});
