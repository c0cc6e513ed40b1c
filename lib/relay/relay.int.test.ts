import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db, sql } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { relayLease, relayPlace } from "@/db/schema/relay";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { FakeCentrifugo, type Fault } from "@/lib/platform/centrifugo/fake";
import { Relay } from "@/lib/relay/relay";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";
import { deleteRoom, restoreRoom } from "@/lib/rooms/commands/delete-room";

let centrifugo: FakeCentrifugo;
const running: Relay[] = [];
const quick = { sweepSeconds: 0.2, pauseMs: 20 };

async function start(options: ConstructorParameters<typeof Relay>[0] = quick): Promise<Relay> {
  const relay = new Relay(options);
  running.push(relay);
  await relay.start();
  return relay;
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => `message_added ${n + 1}`);

beforeEach(async () => {
  await Promise.all([db().delete(relayLease), db().delete(relayPlace)]);
  centrifugo = await FakeCentrifugo.start();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
  await centrifugo.stop();
});

/** One that knows every room there is, so that what follows is new. */
async function startAtNow(options?: ConstructorParameters<typeof Relay>[0]): Promise<Relay> {
  const relay = await start(options);
  await vi.waitFor(async () => expect(await db().select().from(relayLease)).toHaveLength(1));
  return relay;
}

test("a room's events come to each member's own channel in order, joins and leavings as outside clients know them, and nothing of before", async () => {
  const [ada, grace] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Grace" })]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  await sendMessage(ada, id, { content: "before there was a Centrifugo" });
  await startAtNow({ ...quick, sweepSeconds: 3600 });
  const { message } = await sendMessage(ada, id, { content: "first" });
  await joinRoom(grace, id);
  await sendMessage(ada, id, { content: "to both" });
  await leaveRoom(grace, id);
  await sendMessage(ada, id, { content: "to those who stay" });
  await vi.waitFor(() => expect(centrifugo.of(ada.userId, id)).toEqual(["message_added 2", "user_joined 3", "message_added 4", "user_left 5", "message_added 6"]));
  const graces = centrifugo.of(grace.userId, id);
  expect([graces.at(-1), graces.filter((each) => ["message_added 2", "message_added 6"].includes(each))]).toEqual(["user_left 5", []]);
  const [first, joined] = centrifugo.heard.get(`personal:${ada.userId}`) ?? [];
  expect(first).toEqual({ type: "message_added", body: message });
  expect(joined).toMatchObject({ type: "user_joined", body: { room: { id, version: 3 }, user: { id: grace.userId, username: "Grace" } } });
  expect(centrifugo.asked.map(({ idempotency_key }) => idempotency_key)).toEqual([2, 3, 4, 5, 6].map((version) => `${id}:${version}`));
});

test("at the end of a room each member is told of their own leaving, and hears it again when it is back", async () => {
  const [ada, grace] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Grace" })]);
  await startAtNow();
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  await deleteRoom(ada, id);
  await vi.waitFor(() => expect(centrifugo.of(grace.userId, id)).toEqual(["room_deleted 1", "user_left 2"]));
  expect(centrifugo.heard.get(`personal:${grace.userId}`)?.at(-1)).toMatchObject({ body: { user: { id: grace.userId, username: "Grace" } } });
  await restoreRoom(ada, id);
  await vi.waitFor(() => expect(centrifugo.of(grace.userId, id)).toEqual(["room_deleted 1", "user_left 2", "room_restored 3"]));
});

describe("while Centrifugo", () => {
  const faults: Fault[] = ["server error", "no json", "closes", "heard, then closes", "internal error", "refuses one channel", "short answer"];
  test.each(faults)("%s, nothing is lost: it comes afterwards, once and in order", async (fault) => {
    const ada = await createActor();
    await startAtNow();
    const rooms = await Promise.all([0, 1].map(() => createRoomWith([[ada, "owner"]])));
    const sendTo = async (content: string) => Promise.all(rooms.map(({ id }) => sendMessage(ada, id, { content })));
    await sendTo("well");
    await vi.waitFor(() => expect(rooms.map(({ id }) => centrifugo.of(ada.userId, id))).toEqual([upTo(1), upTo(1)]));
    centrifugo.fault = fault;
    for (const content of ["a", "b", "c"]) await sendTo(content);
    const before = centrifugo.asked.length;
    if (fault === "heard, then closes" || fault === "refuses one channel" || fault === "short answer") await vi.waitFor(() => expect(centrifugo.asked.length).toBeGreaterThan(before + 2));
    centrifugo.fault = "works";
    await vi.waitFor(() => expect(rooms.map(({ id }) => centrifugo.of(ada.userId, id))).toEqual([upTo(4), upTo(4)]));
  });
});

test("of two processes one hands on; when it is gone without a word the other goes on where it stood, and nothing is missed", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  const first = await startAtNow();
  await start();
  for (let n = 0; n < 5; n += 1) await sendMessage(ada, id, { content: "x" });
  await vi.waitFor(() => expect(centrifugo.of(ada.userId, id)).toEqual(upTo(5)));
  expect(centrifugo.asked).toHaveLength(5);
  // Its lease is taken away under it, as from a process that slept: what it still tries counts for nothing.
  centrifugo.delayMs = 50;
  const sending = (async () => {
    for (let n = 0; n < 5; n += 1) await sendMessage(ada, id, { content: "x" });
  })();
  await db().update(relayLease).set({ owner: "00000000-0000-4000-8000-000000000000", until: new Date(Date.now() + 1500) });
  await sending;
  await first.stop();
  await vi.waitFor(() => expect(centrifugo.of(ada.userId, id)).toEqual(upTo(10)));
  const [lease] = await db().select().from(relayLease);
  expect(lease?.owner).not.toBe("00000000-0000-4000-8000-000000000000");
});

test("events that are no longer kept are passed over, and what is there still comes, also from a process that started later", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  const first = await startAtNow();
  await first.stop();
  for (const content of ["a", "b", "c"]) await sendMessage(ada, id, { content });
  await sql()`delete from room_event where room_id = ${id} and version < 3`;
  await start();
  await vi.waitFor(() => expect(centrifugo.of(ada.userId, id)).toEqual(["message_added 3"]));
});
