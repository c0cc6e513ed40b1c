import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call } from "@/db/schema/calls";
import type { AnyRoomSort } from "@/lib/rooms/contract";
import { getAnyRoom, listAllRooms, type AnyRoomFilter } from "@/lib/rooms/queries/all-rooms";
import { listRoomsOfPerson } from "@/lib/rooms/queries/rooms-of-person";

test("moderators find every room by name, address, state and access, in pages, the newest first", async () => {
  const [moderator, owner] = await Promise.all([createActor({ role: "moderator" }), createActor({ name: "Olga" })]);
  const plain = await createRoomWith([[owner, "owner"]], { name: "Plain 100%" });
  const live = await createRoomWith([[owner, "owner"]], { name: "Live", slug: "stage-x", accessLevel: "restricted" });
  await db().insert(call).values({ roomId: live.id, livekitSid: "RM_1" });
  const gone = await createRoomWith([[owner, "owner"]], { name: "Gone", deletedAt: new Date() });
  const found = async (filter: AnyRoomFilter) => (await listAllRooms(moderator, filter)).items.map((each) => each.id);
  expect(await found({})).toEqual([gone.id, live.id, plain.id]);
  expect([await found({ text: "100%" }), await found({ text: "_lain" }), await found({ text: "STAGE" })]).toEqual([[plain.id], [], [live.id]]);
  expect([await found({ state: "active" }), await found({ state: "live" }), await found({ state: "deleted" }), await found({ access: "restricted" })]).toEqual([[live.id, plain.id], [live.id], [gone.id], [live.id]]);
  const first = await listAllRooms(moderator, { limit: 2 });
  expect([first.items.length, await found({ before: first.next! })]).toEqual([2, [plain.id]]);
  expect(await getAnyRoom(moderator, gone.id)).toMatchObject({ name: "Gone", isLive: false, owners: [{ id: owner.userId, username: "Olga" }], keptUntil: expect.any(Date), configuration: { chat: true } });
});

test("the list of rooms is sorted by name, people or age, page after page", async () => {
  const [moderator, owner, other] = await Promise.all([createActor({ role: "moderator" }), createActor(), createActor()]);
  const ids = [await createRoomWith([[owner, "owner"]], { name: "Sorted b" }), await createRoomWith([[owner, "owner"], [other, "member"]], { name: "sorted A" }), await createRoomWith([[owner, "owner"]], { name: "Sorted c" })].map(({ id }) => id);
  const order = async (sort: AnyRoomSort) => {
    const first = await listAllRooms(moderator, { text: "sorted ", sort, limit: 2 });
    const second = await listAllRooms(moderator, { text: "sorted ", sort, limit: 2, before: first.next! });
    return [...first.items, ...second.items].map(({ id }) => ids.indexOf(id));
  };
  expect([await order("name"), await order("-name"), await order("people"), await order("-people"), await order("since")]).toEqual([[1, 0, 2], [2, 0, 1], [0, 2, 1], [1, 2, 0], [0, 1, 2]]);
});

test("those who handle every room see which ones a person is in, their own first, deleted ones too", async () => {
  const [moderator, person, owner] = [await createActor({ role: "moderator" }), await createActor(), await createActor()];
  const member = await createRoomWith([[owner, "owner"], [person, "member"]], { name: "A" });
  const own = await createRoomWith([[person, "owner"]], { name: "Z", deletedAt: new Date() });
  await createRoomWith([[owner, "owner"]]);
  expect(await listRoomsOfPerson(moderator, person.userId, 10)).toEqual({
    items: [{ id: own.id, name: "Z", role: "owner", memberCount: 1, isDeleted: true }, { id: member.id, name: "A", role: "member", memberCount: 2, isDeleted: false }],
    total: 2,
  });
  expect(await listRoomsOfPerson(moderator, person.userId, 1)).toMatchObject({ items: [{ id: own.id }], total: 2 });
  await expect(listRoomsOfPerson(person, person.userId, 10)).rejects.toMatchObject({ code: "forbidden" });
});

test("others see none of it, and nobody learns there whether a room exists", async () => {
  const person = await createActor();
  const { id } = await createRoomWith([[person, "owner"]]);
  await expect(listAllRooms(person)).rejects.toMatchObject({ code: "forbidden" });
  for (const each of [id, 987_654_321]) await expect(getAnyRoom(person, each)).rejects.toMatchObject({ code: "forbidden" });
  await expect(getAnyRoom(await createActor({ role: "admin" }), 987_654_321)).rejects.toMatchObject({ code: "not_found" });
});
