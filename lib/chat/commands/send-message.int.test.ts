import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { db, sql, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { message } from "@/db/schema/chat";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { appendRoomEvent } from "@/lib/events/room-events";
import { subscribe, type BusItem } from "@/lib/platform/listen";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const eventsOf = (roomId: number) => db().select().from(roomEvent).where(eq(roomEvent.roomId, roomId)).orderBy(asc(roomEvent.version));
const messagesOf = (roomId: number) => db().select().from(message).where(and(eq(message.roomId, roomId), eq(message.kind, "text"))).orderBy(asc(message.version));
async function roomOf(id: number) {
  const [row] = await db().select().from(room).where(eq(room.id, id));
  return row!;
}

test("50 messages sent at once by five people take versions 1 to 50, without hole or double, and ids in the same order", async () => {
  const people = await Promise.all(upTo(5).map((n) => createActor({ name: `Person ${n}` })));
  const { id } = await createRoomWith(people.map((person, n) => [person, n === 0 ? "owner" : "member"]));
  const sent = await Promise.all(upTo(50).map((n) => sendMessage(people[n % 5]!, id, { content: `message ${n}` })));
  expect(sent.map(({ message: { room: { version } } }) => version).sort((a, b) => a - b)).toEqual(upTo(50));

  const rows = await messagesOf(id);
  expect(rows.map((row) => row.version)).toEqual(upTo(50));
  expect([...rows].sort((a, b) => a.id - b.id).map((row) => row.version)).toEqual(upTo(50));
  const events = await eventsOf(id);
  expect(events.map((event) => [event.version, event.type])).toEqual(upTo(50).map((n) => [n, "message_added"]));
  for (const person of people) expect((await listMessages(person, id, { limit: 100 })).messages).toHaveLength(50);
});

test("the answer, the list and the event hold the same message, and the room its last one and the time", async () => {
  const ada = await createActor({ name: "Ada <b>" });
  const { id } = await createRoomWith([[ada, "owner"]]);
  const content = "<script>alert('x')</script> \\ \" 🙂".repeat(300);
  const { message: sent, isNew } = await sendMessage(ada, id, { content });
  expect(isNew).toBe(true);
  expect(sent).toEqual({
    id: expect.any(Number), content, user: { id: ada.userId, username: "Ada <b>" },
    room: { id, version: 1, bumped_at: sent.created_at }, created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  });
  expect((await listMessages(ada, id, { limit: 1 })).messages).toEqual([sent]);
  expect((await eventsOf(id))[0]?.body).toEqual(sent);
  const row = await roomOf(id);
  expect([row.lastMessageId, row.bumpedAt.toISOString().slice(0, 23)]).toEqual([sent.id, sent.created_at.slice(0, 23)]);
});

test("the same client id again is the same message: the first text stays, no version is used, nothing is announced", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  const clientId = randomUUID();
  const heard: BusItem[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items), onReset: () => {} });
  const { message: first } = await sendMessage(ada, id, { content: "first", client_id: clientId });
  const again = await sendMessage(ada, id, { content: "second", client_id: clientId });
  expect(again).toEqual({ message: first, isNew: false });
  await sendMessage(ada, id, { content: "another" });
  await vi.waitFor(() => expect(heard).toContainEqual(["rooms", [id, 2]]));
  expect(heard.filter(([, payload]) => (payload as number[])[0] === id)).toEqual([["rooms", [id, 1]], ["rooms", [id, 2]]]);
  expect((await messagesOf(id)).map((row) => row.content)).toEqual(["first", "another"]);
  stop();
});

test("twenty of the same client id at once write one message and all answer it", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  const clientId = randomUUID();
  const answers = await Promise.all(upTo(20).map((n) => sendMessage(ada, id, { content: `copy ${n}`, client_id: clientId })));
  expect(answers.filter((answer) => answer.isNew)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer.message.id)).size).toBe(1);
  expect((await roomOf(id)).version).toBe(1);
  expect(await eventsOf(id)).toHaveLength(1);
});

test("two people may use the same client id; one person not in two rooms", async () => {
  const [ada, grace] = await Promise.all([createActor(), createActor()]);
  const here = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const there = await createRoomWith([[ada, "owner"]]);
  const clientId = randomUUID();
  expect((await sendMessage(ada, here.id, { content: "a", client_id: clientId })).isNew).toBe(true);
  expect((await sendMessage(grace, here.id, { content: "g", client_id: clientId })).isNew).toBe(true);
  await expect(sendMessage(ada, there.id, { content: "a", client_id: clientId })).rejects.toMatchObject({ code: "invalid_input" });
  expect((await roomOf(there.id)).version).toBe(0);
});

test("nobody but members writes: strangers, a used client id elsewhere, deleted rooms and switched-off chats write nothing", async () => {
  const [ada, stranger] = await Promise.all([createActor(), createActor()]);
  const open = await createRoomWith([[ada, "owner"]]);
  const deleted = await createRoomWith([[ada, "owner"]], { deletedAt: new Date() });
  const silent = await createRoomWith([[ada, "owner"]], { configuration: { chat: false } });
  const own = await createRoomWith([[stranger, "owner"]]);
  const clientId = randomUUID();
  await sendMessage(stranger, own.id, { content: "mine", client_id: clientId });
  const attempts: [UserActor, number, string][] = [[stranger, open.id, "not_found"], [ada, deleted.id, "not_found"], [ada, silent.id, "conflict"], [ada, 999_999_999, "not_found"]];
  for (const [actor, roomId, code] of attempts) await expect(sendMessage(actor, roomId, { content: "x" })).rejects.toMatchObject({ code });
  await expect(sendMessage(stranger, open.id, { content: "x", client_id: clientId })).rejects.toMatchObject({ code: "not_found" });
  for (const { id } of [open, deleted, silent]) {
    expect((await roomOf(id)).version).toBe(0);
    expect([await messagesOf(id), await eventsOf(id)]).toEqual([[], []]);
  }
});

test("a message that waits while its author leaves is not written", async () => {
  const [owner, guest] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[owner, "owner"], [guest, "member"]]);
  const own = and(eq(roomMember.roomId, id), eq(roomMember.userId, guest.userId));
  let sending: Promise<unknown> | undefined;
  await transaction(async (tx) => {
    // The order of a leave: the member's row, then the room's.
    await tx.delete(roomMember).where(own);
    await appendRoomEvent(tx, id, "user_left", { user: { id: guest.userId } });
    sending = sendMessage(guest, id, { content: "too late" });
    sending.catch(() => undefined);
    await vi.waitFor(async () => expect(await sql()`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).toHaveLength(1));
  });
  await expect(sending).rejects.toMatchObject({ code: "not_found" });
  expect([await messagesOf(id), (await roomOf(id)).version]).toEqual([[], 1]);
});

test("leaving, coming back and writing at once never stand in each other's way", async () => {
  const [owner, guest] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[owner, "owner"]]);
  for (let round = 0; round < 5; round += 1) {
    await joinRoom(guest, id);
    const [left, ...sent] = await Promise.allSettled([leaveRoom(guest, id), ...upTo(6).map((n) => sendMessage(guest, id, { content: `${round}.${n}` }))]);
    expect(left.status).toBe("fulfilled");
    for (const each of sent) if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "not_found" });
  }
  let isIn = false;
  for (const event of await eventsOf(id)) {
    if (event.type === "user_joined") isIn = true;
    else if (event.type === "user_left") isIn = false;
    else expect(isIn).toBe(true);
  }
});

test("messages are read in pages, newest first, before or after a version; system lines stay out", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  for (const n of upTo(5)) await sendMessage(ada, id, { content: String(n) });
  await db().update(message).set({ kind: "system" }).where(and(eq(message.roomId, id), eq(message.version, 3)));
  const read = async (range: Parameters<typeof listMessages>[2]) => {
    const page = await listMessages(ada, id, range);
    return [page.messages.map((each) => each.content).join(""), page.hasOlder, page.hasNewer, page.count];
  };
  expect(await read({ limit: 2 })).toEqual(["54", true, false, 4]);
  expect(await read({ limit: 2, beforeVersion: 4 })).toEqual(["21", false, true, 4]);
  expect(await read({ limit: 2, afterVersion: 1 })).toEqual(["42", true, true, 4]);
  expect(await read({ limit: 9, afterVersion: 5 })).toEqual(["", true, false, 4]);
});
