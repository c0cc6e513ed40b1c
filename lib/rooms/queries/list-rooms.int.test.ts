import { expect, test } from "vitest";
import { createActor, createRoomWith } from "@/db/factories";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { codeOf } from "@/lib/core/testing";
import { listRooms, listRoomsUncounted } from "@/lib/rooms/queries/list-rooms";

test("pages of one's rooms follow each other, each with the count of all; beyond the last there is nothing, and still the count", async () => {
  const [ada, grace] = await Promise.all([createActor(), createActor()]);
  const ids: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
    await sendMessage(grace, id, { content: `in ${id}` });
    ids.unshift(id);
  }
  await createRoomWith([[grace, "owner"]]);
  await createRoomWith([[ada, "owner"]], { deletedAt: new Date() });
  const first = await listRoomsUncounted(ada, { limit: 3 });
  const second = await listRoomsUncounted(ada, { limit: 3, after: first.next });
  expect([first, second].map(({ count, rooms }) => [count, rooms.map(({ id }) => id)])).toEqual([[5, ids.slice(0, 3)], [5, ids.slice(3)]]);
  expect(second.next).toBeNull();
  expect(await listRoomsUncounted(ada, { limit: 3, after: { bumpedAtMs: 1, id: 1 } })).toEqual({ count: 5, rooms: [], next: null });
  expect(await listRoomsUncounted(await createActor(), { limit: 3 })).toEqual({ count: 0, rooms: [], next: null });
  const counted = await listRooms(ada, { limit: 3 });
  expect(counted).toEqual({ ...first, rooms: first.rooms.map((room) => ({ ...room, unread: 1, mentions: 0, muted: false })) });
  expect(first.rooms[0]?.last_message?.content).toBe(`in ${ids[0]}`);
  for (const list of [listRooms, listRoomsUncounted]) expect(await codeOf(list({ kind: "anonymous", address: null, requestId: null }, { limit: 3 }))).toBe("unauthenticated");
});
