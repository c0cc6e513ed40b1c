import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { message, messageReaction } from "@/db/schema/chat";
import { room, roomEvent } from "@/db/schema/rooms";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { react } from "@/lib/chat/commands/react";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { reactInput } from "@/lib/chat/contract";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { changeRoom } from "@/lib/rooms/commands/change-room";

async function talk() {
  const [ada, grace] = [await createActor({ name: "Ada" }), await createActor({ name: "Grace" })];
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const said = (await sendMessage(ada, id, { content: "Shall we?" })).message;
  return { ada, grace, id, said, key: { roomId: id, id: said.id } };
}
const versionOf = async (id: number) => (await db().select({ version: room.version }).from(room).where(eq(room.id, id)))[0]?.version;
const rowsOf = (messageId: number) => db().$count(messageReaction, eq(messageReaction.messageId, messageId));
const eventsOf = (roomId: number) => db().select({ version: roomEvent.version, type: roomEvent.type, body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, roomId)).orderBy(asc(roomEvent.version));

test("signs are counted by kind, told with who set them, and each reader sees which are theirs", async () => {
  const { ada, grace, id, said, key } = await talk();
  await react(ada, key, { emoji: "👍", on: true });
  const told = await react(grace, key, { emoji: "👍", on: true });
  await react(grace, key, { emoji: "🎉", on: true });
  expect(told).toEqual({
    id: said.id, room: { id, version: 1 }, user: { id: grace.userId, username: "Grace" }, emoji: "👍", on: true,
    reactions: { version: 3, list: [{ emoji: "👍", count: 2, users: [{ id: ada.userId, username: "Ada" }, { id: grace.userId, username: "Grace" }] }] },
  });
  const events = await eventsOf(id);
  expect(events.map(({ version, type }) => [version, type])).toEqual([[1, "message_added"], [2, "message_reacted"], [3, "message_reacted"], [4, "message_reacted"]]);
  expect(events[2]?.body).toEqual(told);
  const seenBy = async (who: typeof ada) => (await listMessages(who, id, { limit: 5 })).messages[0]?.reactions;
  expect(await seenBy(ada)).toMatchObject({ version: 4, list: [{ emoji: "👍", count: 2, mine: true }, { emoji: "🎉", count: 1, mine: false }] });
  expect((await seenBy(grace))?.list.map(({ mine }) => mine)).toEqual([true, true]);
});

test("the same sign again, and taking away what is not there, change nothing and take no version; taking one's own away does", async () => {
  const { ada, grace, id, key } = await talk();
  await react(ada, key, { emoji: "👍", on: true });
  expect(await react(ada, key, { emoji: "👍", on: true })).toMatchObject({ reactions: { version: 2, list: [{ count: 1 }] } });
  expect(await react(grace, key, { emoji: "👍", on: false })).toMatchObject({ reactions: { version: 2, list: [{ count: 1 }] } });
  expect(await versionOf(id)).toBe(2);
  expect(await react(ada, key, { emoji: "👍", on: false })).toMatchObject({ on: false, reactions: { version: 3, list: [] } });
  expect((await listMessages(grace, id, { limit: 5 })).messages[0]?.reactions).toEqual({ version: 3, list: [] });
});

test("many at once take versions without a hole, and the last event tells them all", async () => {
  const { id, key, ada } = await talk();
  const others = await Promise.all(Array.from({ length: 6 }, () => createActor()));
  const { id: crowd } = await createRoomWith([[ada, "owner"], ...others.map((each): [typeof each, "member"] => [each, "member"])]);
  const said = (await sendMessage(ada, crowd, { content: "Vote" })).message;
  await Promise.all(others.flatMap((each) => [react(each, { roomId: crowd, id: said.id }, { emoji: "✅", on: true }), react(each, { roomId: crowd, id: said.id }, { emoji: "✅", on: true })]));
  const events = await eventsOf(crowd);
  expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 7 }, (_, n) => n + 1));
  expect(events.at(-1)?.body).toMatchObject({ reactions: { version: 7, list: [{ emoji: "✅", count: 6 }] } });
  // A message of another room is not reached through this one.
  expect(await codeOf(react(ada, { roomId: id, id: said.id }, { emoji: "✅", on: true }))).toBe("not_found");
  expect(await rowsOf(key.id)).toBe(0);
});

test("a message has so many kinds at most; more of a kind that is there still come", async () => {
  const { ada, grace, id, key } = await talk();
  const kinds = Array.from({ length: settings.reactionKindsMax }, (_, n) => String.fromCodePoint(0x1f600 + n));
  for (const emoji of kinds) await react(ada, key, { emoji, on: true });
  const before = await versionOf(id);
  expect(await codeOf(react(grace, key, { emoji: "🚀", on: true }))).toBe("conflict");
  expect([await rowsOf(key.id), await versionOf(id)]).toEqual([kinds.length, before]);
  await react(grace, key, { emoji: kinds[0]!, on: true });
  await react(ada, key, { emoji: kinds[1]!, on: false });
  await react(grace, key, { emoji: "🚀", on: true });
  expect((await listMessages(ada, id, { limit: 5 })).messages[0]?.reactions?.list.map(({ emoji }) => emoji)).toEqual([kinds[0], ...kinds.slice(2), "🚀"]);
});

test("strangers, deleted messages and switched-off chats are refused, and nothing is written; one's own may still be taken away", async () => {
  const { ada, grace, id, said, key } = await talk();
  const stranger = await createActor();
  expect(await codeOf(react(stranger, key, { emoji: "👍", on: true }))).toBe("not_found");
  await react(grace, key, { emoji: "👍", on: true });
  await changeRoom(ada, id, { configuration: { chat: false } });
  expect(await codeOf(react(ada, key, { emoji: "👍", on: true }))).toBe("conflict");
  await react(grace, key, { emoji: "👍", on: false });
  expect(await rowsOf(said.id)).toBe(0);
  await changeRoom(ada, id, { configuration: { chat: true } });
  await react(grace, key, { emoji: "👍", on: true });
  await deleteMessage(ada, key);
  expect(await rowsOf(said.id)).toBe(0);
  expect(await codeOf(react(grace, key, { emoji: "👍", on: true }))).toBe("conflict");
  expect((await listMessages(ada, id, { limit: 5 })).messages.find((each) => each.id === said.id)).not.toHaveProperty("reactions");
});

test("what is told of a changed text does not tell its signs, and they stay; those of a deleted account go with it", async () => {
  const { ada, grace, id, key } = await talk();
  await react(ada, key, { emoji: "👍", on: true });
  await react(grace, key, { emoji: "👍", on: true });
  expect(await editMessage(ada, key, { content: "Shall we go?" })).not.toHaveProperty("reactions");
  await db().update(message).set({ userId: null }).where(eq(message.userId, grace.userId));
  await db().delete(user).where(eq(user.id, grace.userId));
  expect((await listMessages(ada, id, { limit: 5 })).messages[0]?.reactions?.list).toEqual([{ emoji: "👍", count: 1, users: [{ id: ada.userId, username: "Ada" }], mine: true }]);
});

test("a sign is exactly one emoji", () => {
  const isOne = (emoji: unknown) => reactInput.safeParse({ emoji, on: true }).success;
  expect(["👍", "❤️", "👩🏽‍🚀", "🇩🇪", "1️⃣"].map(isOne)).toEqual([true, true, true, true, true]);
  expect(["", "a", "👍👍", "❤", "👍 ", "<b>", "1", null].map(isOne)).toEqual(Array.from({ length: 8 }, () => false));
});
