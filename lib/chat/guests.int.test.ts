import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callBan, callRemoval, callVisit } from "@/db/schema/calls";
import { message } from "@/db/schema/chat";
import { room } from "@/db/schema/rooms";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { openGuest } from "@/lib/calls/guests";
import { react } from "@/lib/chat/commands/react";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { codeOf } from "@/lib/core/testing";
import { readCallRooms } from "@/lib/events/feed";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { getRoom, listRoomEvents } from "@/lib/rooms/queries/get-room";
import { listRoomMembers } from "@/lib/rooms/queries/list-members";
import { listRooms } from "@/lib/rooms/queries/list-rooms";


async function newGuest(name = "Grace"): Promise<GuestActor> {
  return { kind: "guest", ...(await openGuest(db(), name)), address: null, requestId: null };
}

const identityOf = (who: GuestActor | UserActor) => (who.kind === "guest" ? `g${who.guestId}` : `u${who.userId}`);
const readerOf = (who: GuestActor | UserActor) => (who.kind === "guest" ? -who.guestId : who.userId);
/** Both kinds of people who may be in a room's call without being its members. */
const visitors: [string, () => Promise<GuestActor | UserActor>][] = [["a guest", () => newGuest()], ["somebody with an account", () => createActor({ name: "Grace" })]];

/** A room whose owner and a guest are in its call. */
async function callWith<T extends GuestActor | UserActor>(guest: T) {
  const owner = await createActor();
  const { id } = await createRoomWith([[owner, "owner"]], { accessLevel: "restricted" });
  const [running] = await db().insert(call).values({ roomId: id, livekitSid: randomUUID() }).returning();
  await db().insert(callVisit).values({ callId: running!.id, participantSid: randomUUID(), identity: identityOf(guest), name: guest.name, joinedAt: sql`now()` as unknown as Date });
  return { owner, guest, id, callId: running!.id };
}

/** What a guest can do with a room's chat now: read, follow, look up, write. */
async function powersOf(guest: GuestActor | UserActor, id: number) {
  const before = await db().$count(message, eq(message.roomId, id));
  const tried = await Promise.all([codeOf(listMessages(guest, id, { limit: 10 })), codeOf(listRoomEvents(guest, id, 0)), codeOf(getRoom(guest, id)), codeOf(sendMessage(guest, id, { content: "Hello" }))]);
  return { tried, written: (await db().$count(message, eq(message.roomId, id))) - before, heard: (await readCallRooms([readerOf(guest)])).map((each) => each.roomId) };
}
const everything = (id: number) => ({ tried: ["done", "done", "done", "done"], written: 1, heard: [id] });
const nothing = { tried: ["not_found", "not_found", "not_found", "not_found"], written: 0, heard: [] };

test("a guest in a call reads and writes the room's chat under their name, with a number below zero", async () => {
  const { owner, guest, id } = await callWith(await newGuest());
  const clientId = randomUUID();
  const first = await sendMessage(guest, id, { content: "Hello from outside", client_id: clientId });
  expect(first).toMatchObject({ isNew: true, message: { content: "Hello from outside", user: { id: -guest.guestId, username: "Grace" } } });
  expect(await sendMessage(guest, id, { content: "again", client_id: clientId })).toMatchObject({ isNew: false, message: { id: first.message.id, content: "Hello from outside" } });
  const [read] = (await listMessages(owner, id, { limit: 10 })).messages;
  expect(read).toEqual(first.message);
  expect((await listRooms(owner, { limit: 10 })).rooms[0]?.last_message).toEqual(first.message);
  expect((await listRoomEvents(guest, id, 0)).events.map(({ type }) => type)).toEqual(["message_added"]);
  await react(guest, { roomId: id, id: first.message.id }, { emoji: "👋", on: true });
  expect((await listMessages(owner, id, { limit: 10 })).messages[0]?.reactions?.list).toEqual([{ emoji: "👋", count: 1, users: [{ id: -guest.guestId, username: "Grace" }], mine: false }]);
});

test.each(visitors)("%s only for the time of the call, only in its room, and not after a removal or a ban", async (_who, make) => {
  const { owner, guest, id, callId } = await callWith(await make());
  const other = await createRoomWith([[owner, "owner"]]);
  expect(await powersOf(guest, id)).toEqual(everything(id));
  expect((await powersOf(guest, other.id)).tried).toEqual(nothing.tried);
  expect(await powersOf(await make(), id)).toEqual(nothing);

  await db().insert(callRemoval).values({ callId, identity: identityOf(guest), removedAt: sql`now() + interval '1 second'` as unknown as Date });
  expect(await powersOf(guest, id)).toEqual(nothing);
  await db().delete(callRemoval).where(eq(callRemoval.callId, callId));
  await db().insert(callBan).values({ roomId: id, identity: identityOf(guest), name: "Grace" });
  expect(await powersOf(guest, id)).toEqual(nothing);
  await db().delete(callBan).where(eq(callBan.roomId, id));
  expect(await powersOf(guest, id)).toEqual(everything(id));
  await db().update(callVisit).set({ sentAway: true }).where(eq(callVisit.callId, callId));
  expect(await powersOf(guest, id)).toEqual(nothing);
  await db().update(callVisit).set({ sentAway: false }).where(eq(callVisit.callId, callId));
  await db().update(call).set({ endedAt: sql`now()`, endedBy: "left" }).where(eq(call.id, callId));
  expect(await powersOf(guest, id)).toEqual(nothing);
});

test("somebody with an account who is no member writes under their own name, is no member by it, and sees no more of the room", async () => {
  const { owner, guest: person, id } = await callWith(await createActor({ name: "Grace" }));
  const { message: written } = await sendMessage(person, id, { content: "Hello" });
  expect(written.user).toEqual({ id: person.userId, username: "Grace" });
  expect((await listMessages(owner, id, { limit: 10 })).messages).toEqual([written]);
  expect(await codeOf(listRoomMembers(person, id, { limit: 10, offset: 0 }))).toBe("not_found");
  expect((await listRooms(person, { limit: 10 })).rooms).toEqual([]);
});

test.each(visitors)("where the chat is off %s reads and does not write", async (_who, make) => {
  const { guest, id } = await callWith(await make());
  await db().update(room).set({ configuration: { chat: false } }).where(eq(room.id, id));
  expect((await powersOf(guest, id)).tried).toEqual(["done", "done", "done", "conflict"]);
});

test.each(visitors)("in slow mode %s waits as members do", async (_, make) => {
  const { owner, guest, id } = await callWith(await make());
  await changeRoom(owner, id, { configuration: { slow_mode_seconds: 60 } });
  await sendMessage(guest, id, { content: "once" });
  await expect(sendMessage(guest, id, { content: "twice" })).rejects.toMatchObject({ code: "rate_limited" });
  expect(await db().$count(message, eq(message.roomId, id))).toBe(1);
});
