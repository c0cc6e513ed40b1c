import { and, asc, desc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as messagesRoute from "@/app/api/rooms/[id]/messages/route";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { room, roomEvent } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { endCall, startCall } from "@/lib/calls/track";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { deleteRoom } from "@/lib/rooms/commands/delete-room";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

const historyOf = async (actor: UserActor, id: number) => (await listMessages(actor, id, { limit: 50, system: true })).messages;
const linesOf = async (actor: UserActor, id: number) => (await historyOf(actor, id)).map(({ content, system }) => `${system?.line ?? "text"}: ${content}`).reverse();

async function ask(actor: UserActor, id: number, query: string) {
  const cookie = `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}`;
  const response = await messagesRoute.GET(new Request(`http://localhost:3000/api/rooms/${id}/messages/${query}`, { headers: { cookie } }), { params: Promise.resolve({ id: String(id) }) });
  return (await response.json()) as { count: number; next: string | null; results: { content: string }[] };
}

test("joining, leaving, renaming and calls stay in the history, at the versions of their events, in their order with messages", async () => {
  const [ada, eve] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Eve" })]);
  const { id, slug } = await createRoomWith([[ada, "owner"]]);
  await joinRoom(eve, id);
  await sendMessage(eve, id, { content: "Hello" });
  await changeRoom(ada, id, { name: "Second name" });
  await changeRoom(ada, id, { configuration: { lobby: true } });
  const at = { id, slug };
  await transaction(async (tx) => {
    const running = await startCall(tx, at as Parameters<typeof startCall>[1], "RM_1");
    await endCall(tx, at as Parameters<typeof startCall>[1], running!, "left");
  });
  await leaveRoom(eve, id);
  expect(await linesOf(ada, id)).toEqual(["joined: Eve joined", "text: Hello", "renamed: Ada renamed the room to Second name", "call_started: A call started", "call_ended: The call ended", "left: Eve left"]);
  const rows = await db().select({ id: message.id, version: message.version }).from(message).where(eq(message.roomId, id)).orderBy(asc(message.id));
  const versions = rows.map(({ version }) => version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  const told = await db().select({ version: roomEvent.version }).from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(desc(roomEvent.version));
  expect(told.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect((await historyOf(ada, id)).find(({ system }) => system?.line === "renamed")).toMatchObject({ user: { id: ada.userId, username: "Ada" }, system: { line: "renamed", name: "Second name" }, room: { id, version: 3 } });
  expect((await historyOf(ada, id)).find(({ system }) => system?.line === "call_started")?.user).toEqual({ id: 0, username: "Atrium" });
});

test("the list has them only when it is asked for them, and a room's last message is never one", async () => {
  const [ada, eve] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  await sendMessage(ada, id, { content: "Only text" });
  await joinRoom(eve, id);
  expect(await ask(ada, id, "")).toMatchObject({ count: 1, results: [{ content: "Only text" }] });
  expect(await ask(ada, id, "?system=0")).toMatchObject({ count: 1 });
  const page = await ask(ada, id, "?system=1&limit=1");
  expect(page).toMatchObject({ count: 2, next: expect.stringContaining("system=1"), results: [{ system: { line: "joined" } }] });
  expect(Object.keys((await ask(ada, id, "")).results[0]!)).not.toContain("system");
  expect((await listRooms(ada, { limit: 5 })).rooms[0]?.last_message?.content).toBe("Only text");
  expect((await listRooms(ada, { limit: 5 })).count).toBe(1);
});

test("a deleted room leaves no line of everybody's leaving; a deleted person stays as a former member", async () => {
  const [ada, eve] = await Promise.all([createActor(), createActor({ name: "Eve" })]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  await joinRoom(eve, id);
  await db().delete(user).where(eq(user.id, eve.userId));
  expect(await linesOf(ada, id)).toEqual(["joined: Former member joined"]);
  await deleteRoom(ada, id);
  expect(await db().$count(message, and(eq(message.roomId, id), eq(message.line, "left")))).toBe(0);
});

test("a meeting that gets another title renames its own room, whose members hear it; a chosen room keeps its name", async () => {
  const host = await createActor({ name: "Hana" });
  const made = await createMeeting(host, { title: "Plan", starts_at: new Date(Date.now() + 3_600_000), duration_minutes: 30, timezone: "UTC" });
  await updateMeeting(host, { id: made.id }, { title: "Plan B" });
  expect(await linesOf(host, made.room.id)).toEqual(["renamed: Hana renamed the room to Plan B"]);
  expect(await db().select({ type: roomEvent.type, body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, made.room.id))).toMatchObject([{ type: "room_updated", body: { room: { name: "Plan B" }, name_before: "Plan", user: { id: host.userId } } }]);
  const { id } = await createRoomWith([[host, "owner"]], { name: "Chosen" });
  const there = await createMeeting(host, { title: "There", starts_at: new Date(Date.now() + 3_600_000), duration_minutes: 30, timezone: "UTC", room_id: id });
  await updateMeeting(host, { id: there.id }, { title: "Elsewhere" });
  expect(await db().select({ name: room.name, version: room.version }).from(room).where(eq(room.id, id))).toEqual([{ name: "Chosen", version: 0 }]);
});
