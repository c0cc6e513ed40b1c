import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callBan, callRemoval, callVisit } from "@/db/schema/calls";
import { message } from "@/db/schema/chat";
import { room } from "@/db/schema/rooms";
import type { GuestActor } from "@/lib/authz/actor";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { readMemberships } from "@/lib/events/feed";
import { openGuest } from "@/lib/guests/guests";
import { getRoom, listRoomEvents } from "@/lib/rooms/queries/get-room";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

const code = (refusal: Promise<unknown>) => refusal.then(() => "done", (error: { code?: string }) => error.code ?? String(error));

async function newGuest(name = "Grace"): Promise<GuestActor> {
  return { kind: "guest", ...(await openGuest(db(), name)), address: null, requestId: null };
}

/** A room whose owner and a guest are in its call. */
async function callWithGuest() {
  const owner = await createActor();
  const { id } = await createRoomWith([[owner, "owner"]]);
  const guest = await newGuest();
  const [running] = await db().insert(call).values({ roomId: id, livekitSid: randomUUID() }).returning();
  await db().insert(callVisit).values({ callId: running!.id, participantSid: randomUUID(), identity: `g${guest.guestId}`, name: guest.name, joinedAt: sql`now()` as unknown as Date });
  return { owner, guest, id, callId: running!.id };
}

/** What a guest can do with a room's chat now: read, follow, look up, write. */
async function powersOf(guest: GuestActor, id: number) {
  const before = await db().$count(message, eq(message.roomId, id));
  const tried = await Promise.all([code(listMessages(guest, id, { limit: 10 })), code(listRoomEvents(guest, id, 0)), code(getRoom(guest, id)), code(sendMessage(guest, id, { content: "Hello" }))]);
  return { tried, written: (await db().$count(message, eq(message.roomId, id))) - before, heard: (await readMemberships(-guest.guestId)).map((each) => each.roomId) };
}
const everything = (id: number) => ({ tried: ["done", "done", "done", "done"], written: 1, heard: [id] });
const nothing = { tried: ["not_found", "not_found", "not_found", "not_found"], written: 0, heard: [] };

test("a guest in a call reads and writes the room's chat under their name, with a number below zero", async () => {
  const { owner, guest, id } = await callWithGuest();
  const clientId = randomUUID();
  const first = await sendMessage(guest, id, { content: "Hello from outside", client_id: clientId });
  expect(first).toMatchObject({ isNew: true, message: { content: "Hello from outside", user: { id: -guest.guestId, username: "Grace" } } });
  expect(await sendMessage(guest, id, { content: "again", client_id: clientId })).toMatchObject({ isNew: false, message: { id: first.message.id, content: "Hello from outside" } });
  const [read] = (await listMessages(owner, id, { limit: 10 })).messages;
  expect(read).toEqual(first.message);
  expect((await listRooms(owner, { limit: 10 })).rooms[0]?.last_message).toEqual(first.message);
  expect((await listRoomEvents(guest, id, 0)).events.map(({ type }) => type)).toEqual(["message_added"]);
});

test("only for the time of the call, only in its room, and not after a removal or a ban", async () => {
  const { owner, guest, id, callId } = await callWithGuest();
  const other = await createRoomWith([[owner, "owner"]]);
  expect(await powersOf(guest, id)).toEqual(everything(id));
  expect((await powersOf(guest, other.id)).tried).toEqual(nothing.tried);
  expect(await powersOf(await newGuest(), id)).toEqual(nothing);

  await db().insert(callRemoval).values({ callId, identity: `g${guest.guestId}`, removedAt: sql`now() + interval '1 second'` as unknown as Date });
  expect(await powersOf(guest, id)).toEqual(nothing);
  await db().delete(callRemoval).where(eq(callRemoval.callId, callId));
  await db().insert(callBan).values({ roomId: id, identity: `g${guest.guestId}`, name: "Grace" });
  expect(await powersOf(guest, id)).toEqual(nothing);
  await db().delete(callBan).where(eq(callBan.roomId, id));
  expect(await powersOf(guest, id)).toEqual(everything(id));
  await db().update(call).set({ endedAt: sql`now()`, endedBy: "left" }).where(eq(call.id, callId));
  expect(await powersOf(guest, id)).toEqual(nothing);
});

test("where the chat is off a guest reads and does not write", async () => {
  const { guest, id } = await callWithGuest();
  await db().update(room).set({ configuration: { chat: false } }).where(eq(room.id, id));
  expect((await powersOf(guest, id)).tried).toEqual(["done", "done", "done", "conflict"]);
});
