import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { findVersionAt } from "@/lib/chat/queries/list-messages";
import { searchMessages, toWordQuery, type MessageSearch } from "@/lib/chat/queries/search-messages";
import type { UserActor } from "@/lib/authz/actor";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";
import { codeOf } from "@/lib/core/testing";

const found = async (actor: UserActor, words: string, more: Partial<MessageSearch> = {}) => (await searchMessages(actor, { words, limit: 20, ...more })).results.map(({ message }) => message.content);

test("finds messages with all of the words or their beginnings, newest first, whatever the case and language", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  for (const content of ["Das Bootshaus am See", "The boat house", "boats and HOUSES", "a path: lib/core/settings.ts", "see https://example.test/notes?id=7", "Привет, мир", "100% sure's \\ thing"]) await sendMessage(ada, id, { content });
  expect(await found(ada, "boat house")).toEqual(["boats and HOUSES", "The boat house"]);
  expect(await found(ada, "  BOAT ")).toEqual(["boats and HOUSES", "The boat house"]);
  expect(await found(ada, "boots")).toEqual(["Das Bootshaus am See"]);
  expect(await found(ada, "прив")).toEqual(["Привет, мир"]);
  expect(await found(ada, "example.test")).toEqual(["see https://example.test/notes?id=7"]);
  expect(await found(ada, "a")).toEqual(["a path: lib/core/settings.ts"]);
  for (const odd of ["100%", "sure's", "thing & | ! <-> ( ) : * \\ '"]) expect([odd, await found(ada, odd)]).toEqual([odd, ["100% sure's \\ thing"]]);
  expect(await found(ada, "zeppelin")).toEqual([]);
  for (const nothing of ["", "  ", "%", "' \\ :*", "&"]) expect(await codeOf(searchMessages(ada, { words: nothing, limit: 5 }))).toBe("invalid_input");
});

test("only in rooms that one may read: others' are neither found nor searched, and one that was left is closed", async () => {
  const [ada, eve] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  const { id: other } = await createRoomWith([[ada, "owner"]]);
  await sendMessage(ada, id, { content: "the secret word" });
  await sendMessage(ada, other, { content: "another secret" });
  expect(await found(ada, "secret")).toEqual(["another secret", "the secret word"]);
  expect(await found(ada, "secret", { roomId: id })).toEqual(["the secret word"]);
  expect(await found(eve, "secret")).toEqual([]);
  expect(await codeOf(searchMessages(eve, { words: "secret", roomId: id, limit: 5 }))).toBe("not_found");
  await joinRoom(eve, id);
  expect(await found(eve, "secret")).toEqual(["the secret word"]);
  // What stands for a room in the index is no word that one could write.
  for (const words of [String(other), ` ${other}`, `' ${other}'`]) expect(await found(eve, words)).toEqual([]);
  await leaveRoom(eve, id);
  expect(await found(eve, "secret")).toEqual([]);
});

test("changed messages are found by what they say now, deleted ones and lines of the system not at all", async () => {
  const ada = await createActor({ name: "Zorro" });
  const { id } = await createRoomWith([[ada, "owner"]]);
  const { message } = await sendMessage(ada, id, { content: "apples" });
  const { message: gone } = await sendMessage(ada, id, { content: "pears" });
  await editMessage(ada, { roomId: id, id: message.id }, { content: "plums" });
  await deleteMessage(ada, { roomId: id, id: gone.id });
  expect([await found(ada, "apples"), await found(ada, "plums"), await found(ada, "pears"), await found(ada, "joined")]).toEqual([[], ["plums"], [], []]);
});

test("pages go on where the last one ended, through what is read one by one and what the index has, each message once", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  const { id: quiet } = await createRoomWith([[ada, "owner"]]);
  // The rare ones stand before the newest thousand, so that only the index knows them.
  await sql()`insert into message (room_id, version, user_id, content) select ${id}, n, ${ada.userId}, case when n % 100 = 0 then 'rare ' else 'plain ' end || n from generate_series(1, 1500) n`;
  await sql()`insert into message (room_id, version, user_id, content) select ${quiet}, n, ${ada.userId}, 'rare quiet ' || n from generate_series(1, 3) n`;
  await sql()`insert into message (room_id, version, user_id, content) select ${id}, n, ${ada.userId}, 'plain ' || n from generate_series(1501, 2600) n`;
  const all: number[] = [];
  let beforeId: number | undefined;
  do {
    const { results, nextBefore } = await searchMessages(ada, { words: "rare", limit: 4, beforeId });
    all.push(...results.map(({ message }) => message.id));
    beforeId = nextBefore ?? undefined;
  } while (beforeId !== undefined);
  expect(all).toHaveLength(18);
  expect(all).toEqual([...new Set(all)].toSorted((a, b) => b - a));
  expect(await found(ada, "rare quiet", { limit: 2 })).toEqual(["rare quiet 3", "rare quiet 2"]);
  expect((await found(ada, "plain", { roomId: id, limit: 100 })).slice(0, 2)).toEqual(["plain 2600", "plain 2599"]);
});

test("what one person wrote is found alone, both among what is read one by one and in the index", async () => {
  const [ada, bob] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [bob, "member"]]);
  await sql()`insert into message (room_id, version, user_id, content) select ${id}, n, case when n % 2 = 0 then ${ada.userId}::bigint else ${bob.userId}::bigint end, case when n < 6 then 'seldom ' else 'often ' end || n from generate_series(1, 2600) n`;
  const texts = async (words: string, authorId: number) => (await searchMessages(ada, { words, authorId, limit: 2 })).results.map(({ message: { content } }) => content);
  expect(await texts("often", ada.userId)).toEqual(["often 2600", "often 2598"]);
  expect(await texts("seldom", bob.userId)).toEqual(["seldom 5", "seldom 3"]);
  expect(await texts("seldom", 999_999_999)).toEqual([]);
});

test("the words of a search are quoted, and nothing to look for is nothing", () => {
  expect(toWordQuery("two  words")).toBe("'two':* & 'words':*");
  expect(toWordQuery("a b'c")).toBe("'a' & 'b c':*");
  expect(toWordQuery("& | '")).toBeNull();
});

test("a moment is found in a room's history: the first message at or after it, in whatever holes, and nothing after the last", async () => {
  const [ada, eve] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));
  expect(await findVersionAt(ada, id, day(1))).toBeNull();
  // Versions with holes, as edits and reactions leave them; a message each day, two of them on the tenth.
  await sql()`insert into message (room_id, version, user_id, content, created_at) select ${id}, n * 7, ${ada.userId}, 'm', ${day(1)}::timestamptz + (case when n > 10 then n - 2 else n - 1 end) * interval '1 day' from generate_series(1, 40) n`;
  for (const [at, version] of [[day(1), 7], [new Date(0), 7], [day(2), 14], [day(10), 70], [new Date(day(10).getTime() + 1), 84], [day(39), 280]] as const) expect([at, await findVersionAt(ada, id, at)]).toEqual([at, version]);
  expect(await findVersionAt(ada, id, new Date(day(39).getTime() + 1))).toBeNull();
  expect(await codeOf(findVersionAt(eve, id, day(1)))).toBe("not_found");
});
