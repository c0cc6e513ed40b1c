import { expect, test, vi } from "vitest";
import { createActor, createRoomWith } from "@/db/factories";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { codeOf } from "@/lib/core/testing";
import { subscribe, type BusItem } from "@/lib/platform/listen";
import { muteRoom } from "@/lib/rooms/commands/mute-room";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

test("a room is muted for oneself alone: others see nothing of it, what names one is still counted, and one's own browsers hear it once", async () => {
  const [ada, bob, stranger] = await Promise.all([createActor({ name: "Ada" }), createActor({ name: "Bob" }), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [bob, "member"]]);
  const heard: BusItem[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items), onReset: () => {} });
  await muteRoom(bob, id, true);
  await muteRoom(bob, id, true);
  await sendMessage(ada, id, { content: "@Bob look", mentions: [bob.userId] });
  const mine = async (person: typeof ada) => (await listRooms(person, { limit: 5 })).rooms.find((each) => each.id === id);
  expect(await mine(bob)).toMatchObject({ muted: true, mentions: 1, unread: 1 });
  expect(await mine(ada)).toMatchObject({ muted: false });
  await muteRoom(bob, id, false);
  expect(await mine(bob)).toMatchObject({ muted: false });
  await vi.waitFor(() => expect(heard.filter(([topic]) => topic === `user:${bob.userId}`).map(([, payload]) => payload)).toEqual([true, false].map((muted) => ({ type: "room_muted", body: { room: { id }, muted } }))));
  expect(await codeOf(muteRoom(stranger, id, true))).toBe("not_found");
  stop();
});
