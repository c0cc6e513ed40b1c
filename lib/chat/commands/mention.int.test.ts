import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { messageMention } from "@/db/schema/chat";
import { roomEvent } from "@/db/schema/rooms";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { sendMessageInput } from "@/lib/chat/contract";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { settings } from "@/lib/core/settings";
import { codeOf } from "@/lib/core/testing";
import { markRoomRead } from "@/lib/rooms/commands/mark-read";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

async function talk() {
  const [ada, grace, linus] = [await createActor({ name: "Ada" }), await createActor({ name: "Grace Hopper" }), await createActor({ name: "Grace" })];
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"], [linus, "member"]]);
  return { ada, grace, linus, id };
}
const named = (roomId: number) => db().select({ userId: messageMention.userId, version: messageMention.version, name: messageMention.name }).from(messageMention).where(eq(messageMention.roomId, roomId)).orderBy(asc(messageMention.version), asc(messageMention.userId));
const countsOf = async (who: Parameters<typeof listRooms>[0], id: number) => {
  const room = (await listRooms(who, { limit: 10 })).rooms.find((each) => each.id === id);
  return [room?.unread, room?.mentions];
};
const newest = async (who: Parameters<typeof listMessages>[0], id: number) => (await listMessages(who, id, { limit: 5 })).messages[0];

test("a message names the members that it was said to name and whose name stands in it, the longest name first; nobody else", async () => {
  const { ada, grace, linus, id } = await talk();
  const stranger = await createActor({ name: "Mallory" });
  const { message } = await sendMessage(ada, id, { content: "@Grace Hopper, @Mallory and @Ada: look", mentions: [grace.userId, linus.userId, stranger.userId, ada.userId, 2 ** 40, -3] });
  expect(message.mentions).toEqual([{ id: grace.userId, username: "Grace Hopper", text: "Grace Hopper" }]);
  expect(await named(id)).toEqual([{ userId: grace.userId, version: 1, name: "Grace Hopper" }]);
  expect(await newest(linus, id)).toEqual(message);
  expect((await sendMessage(ada, id, { content: "@Grace look" })).message).not.toHaveProperty("mentions");
});

test("mentions are counted apart from what is unread, and both are over when it is read", async () => {
  const { ada, grace, linus, id } = await talk();
  await sendMessage(ada, id, { content: "@Grace Hopper look", mentions: [grace.userId] });
  await sendMessage(ada, id, { content: "anybody?" });
  expect([await countsOf(grace, id), await countsOf(linus, id)]).toEqual([[2, 1], [2, 0]]);
  await markRoomRead(grace, id, 1);
  expect(await countsOf(grace, id)).toEqual([1, 0]);
});

test("who has another name now is named by that one, and the text stays as it was written", async () => {
  const { ada, grace, id } = await talk();
  await sendMessage(ada, id, { content: "@Grace Hopper look", mentions: [grace.userId] });
  await db().update(user).set({ name: "Admiral Hopper" }).where(eq(user.id, grace.userId));
  expect(await newest(ada, id)).toMatchObject({ content: "@Grace Hopper look", mentions: [{ id: grace.userId, username: "Admiral Hopper", text: "Grace Hopper" }] });
});

test("a changed text names whom it names now, and tells it; a deleted one names nobody", async () => {
  const { ada, grace, linus, id } = await talk();
  const { message } = await sendMessage(ada, id, { content: "@Grace Hopper look", mentions: [grace.userId] });
  const key = { roomId: id, id: message.id };
  const changed = await editMessage(ada, key, { content: "@Grace Hopper and @Grace: look", mentions: [linus.userId] });
  expect(changed.mentions?.map((each) => each.id)).toEqual([grace.userId, linus.userId]);
  expect([await countsOf(grace, id), await countsOf(linus, id)]).toEqual([[1, 1], [1, 1]]);
  const bodies = async () => (await db().select({ body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version))).map(({ body }) => ((body.mentions ?? []) as { text: string }[]).map(({ text }) => text));
  expect(await bodies()).toEqual([["Grace Hopper", "Grace"], ["Grace Hopper", "Grace"]]);

  await editMessage(ada, key, { content: "@Grace: look" });
  expect([await countsOf(grace, id), await countsOf(linus, id)]).toEqual([[1, 0], [1, 1]]);
  await deleteMessage(ada, key);
  expect([await countsOf(grace, id), await countsOf(linus, id), await named(id)]).toEqual([[0, 0], [0, 0], []]);
  expect(await bodies()).toEqual([[], [], [], []]);
});

test("of many who write at once each names their own, and a stranger's message names nobody", async () => {
  const { ada, grace, linus, id } = await talk();
  await Promise.all(Array.from({ length: 9 }, (_, n) => sendMessage(ada, id, n % 3 === 0 ? { content: `${n} plain` } : { content: `${n} @Grace Hopper @Grace`, mentions: [n % 3 === 1 ? grace.userId : linus.userId] })));
  const rows = await named(id);
  const texts = new Map((await listMessages(ada, id, { limit: 20 })).messages.map(({ room, content }) => [room.version, content]));
  expect(rows.map(({ version, name }) => [Number(texts.get(version)?.[0]) % 3, name]).sort()).toEqual([...Array.from({ length: 3 }, () => [1, "Grace Hopper"]), ...Array.from({ length: 3 }, () => [2, "Grace"])]);
  expect(await codeOf(sendMessage(await createActor(), id, { content: "@Grace", mentions: [linus.userId] }))).toBe("not_found");
  expect(await named(id)).toHaveLength(6);
});

test("a message names so many at most, and only by number", () => {
  const takes = (mentions: unknown) => sendMessageInput.safeParse({ content: "@a", mentions }).success;
  expect([takes([1]), takes(null), takes(Array.from({ length: settings.mentionsMax }, (_, n) => n))]).toEqual([true, true, true]);
  expect([takes(Array.from({ length: settings.mentionsMax + 1 }, (_, n) => n)), takes(["1"]), takes([1.5]), takes("1")]).toEqual([false, false, false, false]);
});
