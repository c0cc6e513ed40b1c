import { expect, test, vi } from "vitest";
import { createActor, createRoomWith } from "@/db/factories";
import type { UserActor } from "@/lib/authz/actor";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { settings } from "@/lib/core/settings";
import { userTopic } from "@/lib/events/room-events";
import { subscribe, type BusItem } from "@/lib/platform/listen";
import { joinRoom } from "@/lib/rooms/commands/change-membership";
import { markRoomRead } from "@/lib/rooms/commands/mark-read";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

const unreadOf = async (actor: UserActor) => (await listRooms(actor, { limit: 10 })).rooms.map(({ unread }) => unread);

test("unread are the messages of others that stand after the place up to which one has read: no edits, joins, deleted ones or one's own", async () => {
  const [ada, bob, eve] = await Promise.all([createActor(), createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [bob, "member"]]);
  const { message: first } = await sendMessage(ada, id, { content: "one" });
  const { message: second } = await sendMessage(ada, id, { content: "two" });
  await sendMessage(bob, id, { content: "mine" });
  await editMessage(ada, { roomId: id, id: first.id }, { content: "one, changed" });
  await joinRoom(eve, id);
  expect([await unreadOf(bob), await unreadOf(ada), await unreadOf(eve)]).toEqual([[2], [1], [0]]);
  await deleteMessage(ada, { roomId: id, id: second.id });
  expect(await unreadOf(bob)).toEqual([1]);
});

test("whoever has read on tells their other browsers what is left, and at which version of the room", async () => {
  const [ada, bob] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [bob, "member"]]);
  for (const content of ["one", "two", "three"]) await sendMessage(ada, id, { content });
  const heard: BusItem[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items), onReset: () => {} });
  await markRoomRead(bob, id, 1);
  await vi.waitFor(() => expect(heard).toContainEqual([userTopic(bob.userId), { type: "room_read", body: { room: { id, version: 1 }, unread: 2, mentions: 0, at: 3 } }]));
  expect(await unreadOf(bob)).toEqual([2]);
  stop();
});

test("it is counted up to one more than is shown", async () => {
  const [ada, bob] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [bob, "member"]]);
  await Promise.all(Array.from({ length: settings.unreadShownMax + 5 }, (_, n) => sendMessage(ada, id, { content: `m${n}` })));
  expect(await unreadOf(bob)).toEqual([settings.unreadShownMax + 1]);
});
