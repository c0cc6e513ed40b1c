import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call } from "@/db/schema/calls";
import { getAnyRoom, listAllRooms, type AnyRoomFilter } from "@/lib/rooms/queries/all-rooms";

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

test("others see none of it, and nobody learns there whether a room exists", async () => {
  const person = await createActor();
  const { id } = await createRoomWith([[person, "owner"]]);
  await expect(listAllRooms(person)).rejects.toMatchObject({ code: "forbidden" });
  for (const each of [id, 987_654_321]) await expect(getAnyRoom(person, each)).rejects.toMatchObject({ code: "forbidden" });
  await expect(getAnyRoom(await createActor({ role: "admin" }), 987_654_321)).rejects.toMatchObject({ code: "not_found" });
});
