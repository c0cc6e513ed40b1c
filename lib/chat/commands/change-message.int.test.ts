import { and, asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { message } from "@/db/schema/chat";
import { room, roomEvent } from "@/db/schema/rooms";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { leaveRoom } from "@/lib/rooms/commands/change-membership";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

const eventsOf = (roomId: number) => db().select({ version: roomEvent.version, type: roomEvent.type, body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, roomId)).orderBy(asc(roomEvent.version));
const textsOf = (events: Awaited<ReturnType<typeof eventsOf>>) => events.map(({ type, body }) => [type, (body as { content?: string }).content]);
const versionOf = async (id: number) => (await db().select({ version: room.version }).from(room).where(eq(room.id, id)))[0]?.version;

async function talk() {
  const [ada, grace] = [await createActor({ name: "Ada" }), await createActor({ name: "Grace" })];
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const first = (await sendMessage(grace, id, { content: "Meat at three" })).message;
  const second = (await sendMessage(ada, id, { content: "Yes" })).message;
  return { ada, grace, id, first, second };
}

test("a changed message keeps its place and id, takes the next version for the news, and no reader gets the old text any more", async () => {
  const { ada, grace, id, first } = await talk();
  const changed = await editMessage(grace, { roomId: id, id: first.id }, { content: "Meet at three" });
  expect(changed).toMatchObject({ id: first.id, content: "Meet at three", room: first.room, created_at: first.created_at, edited_at: expect.stringMatching(/\.\d{6}Z$/) });
  expect((await listMessages(ada, id, { limit: 10 })).messages[1]).toEqual(changed);
  const events = await eventsOf(id);
  expect(events.map(({ version }) => version)).toEqual([1, 2, 3]);
  expect(textsOf(events)).toEqual([["message_added", "Meet at three"], ["message_added", "Yes"], ["message_edited", "Meet at three"]]);
  expect(events[2]?.body).toEqual(changed);

  await editMessage(grace, { roomId: id, id: first.id }, { content: "Meet at four" });
  expect(textsOf(await eventsOf(id)).map(([, text]) => text)).toEqual(["Meet at four", "Yes", "Meet at four", "Meet at four"]);
  await editMessage(grace, { roomId: id, id: first.id }, { content: "Meet at four" });
  expect(await versionOf(id)).toBe(4);
});

test("of a deleted message a mark stays, its text is nowhere, and the room shows the one before as its last", async () => {
  const { ada, grace, id, first, second } = await talk();
  const bumped = (await listRooms(ada, { limit: 1 })).rooms[0]?.bumped_at;
  const gone = await deleteMessage(ada, { roomId: id, id: second.id });
  expect(gone).toMatchObject({ id: second.id, content: "", deleted: { by: "author" } });
  expect((await listRooms(grace, { limit: 1 })).rooms[0]).toMatchObject({ last_message: first, bumped_at: bumped, version: 3 });
  expect(textsOf(await eventsOf(id))).toEqual([["message_added", "Meat at three"], ["message_added", ""], ["message_deleted", ""]]);
  expect(await db().$count(message, and(eq(message.roomId, id), eq(message.content, "Yes")))).toBe(0);

  expect(await deleteMessage(ada, { roomId: id, id: first.id })).toMatchObject({ user: { username: "Grace" }, deleted: { by: "host" } });
  expect((await listRooms(grace, { limit: 1 })).rooms[0]?.last_message).toBeNull();
  const noted = await db().select({ details: auditEntry.details }).from(auditEntry).where(and(eq(auditEntry.action, "message.deleted"), eq(auditEntry.targetId, String(id))));
  expect(noted).toEqual([{ details: { message: first.id, author: grace.userId } }]);
  expect((await listMessages(grace, id, { limit: 10 })).messages.map(({ content, deleted }) => [content, deleted?.by])).toEqual([["", "author"], ["", "host"]]);
});

test("others, former members, rooms that it is not in, deleted and old ones are refused, and nothing is written", async () => {
  const { ada, grace, id, first, second } = await talk();
  const elsewhere = await createRoomWith([[grace, "owner"]]);
  const stranger = await createActor();
  const edit = (who: typeof ada, key: { roomId: number; id: number }) => codeOf(editMessage(who, key, { content: "Not mine" }));
  const remove = (who: typeof ada, key: { roomId: number; id: number }) => codeOf(deleteMessage(who, key));
  const [key, other] = [{ roomId: id, id: first.id }, { roomId: id, id: second.id }];
  expect(await Promise.all([edit(ada, key), edit(grace, other), remove(grace, other), edit(stranger, key), remove(stranger, key)])).toEqual(["forbidden", "forbidden", "forbidden", "not_found", "not_found"]);
  expect(await Promise.all([edit(grace, { roomId: elsewhere.id, id: first.id }), remove(grace, { roomId: elsewhere.id, id: first.id }), remove(grace, { roomId: id, id: 2 ** 40 })])).toEqual(["not_found", "not_found", "not_found"]);

  await db().update(message).set({ createdAt: sql`now() - make_interval(secs => ${Math.max(settings.messageEditSeconds, settings.messageDeleteSeconds) + 60})` }).where(eq(message.id, first.id));
  expect([await edit(grace, key), await remove(grace, key)]).toEqual(["conflict", "conflict"]);
  await leaveRoom(grace, id);
  expect([await edit(grace, key), await remove(grace, key)]).toEqual(["not_found", "not_found"]);
  expect(textsOf((await eventsOf(id)).slice(0, 2))).toEqual([["message_added", "Meat at three"], ["message_added", "Yes"]]);
  expect(await versionOf(id)).toBe(3);

  await deleteMessage(ada, key);
  expect(await remove(ada, key)).toBe("conflict");
});

test("two changes at once come one after the other: versions without a hole, and the last one stands", async () => {
  const { grace, id, first } = await talk();
  const key = { roomId: id, id: first.id };
  await Promise.all([...Array.from({ length: 5 }, (_, n) => editMessage(grace, key, { content: `take ${n}` })), ...Array.from({ length: 5 }, (_, n) => sendMessage(grace, id, { content: `between ${n}` }))]);
  const events = await eventsOf(id);
  expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  const last = events.filter(({ type }) => type === "message_edited").at(-1)?.body as { content: string };
  expect((await listMessages(grace, id, { limit: 20 })).messages.find((each) => each.id === first.id)?.content).toBe(last.content);
});
