import { expect, test } from "vitest";
import { createActor, createRoomWith } from "@/db/factories";
import { deleteMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { findUnreadPlace, listReaders } from "@/lib/chat/queries/read-places";
import { codeOf } from "@/lib/core/testing";
import { markRoomRead } from "@/lib/rooms/commands/mark-read";

async function talk() {
  const [ada, grace, linus] = [await createActor({ name: "Ada" }), await createActor({ name: "Grace" }), await createActor({ name: "Linus" })];
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"], [linus, "member"]]);
  const said = [];
  for (const [who, content] of [[grace, "one"], [ada, "two"], [ada, "three"]] as const) said.push((await sendMessage(who, id, { content })).message);
  return { ada, grace, linus, id, said };
}

test("the first unread message is the first of others after one's place that still stands there", async () => {
  const { ada, grace, linus, id, said } = await talk();
  expect(await findUnreadPlace(grace, id)).toEqual({ version: 0, first: 2, unread: 2 });
  await deleteMessage(ada, { roomId: id, id: said[1]!.id });
  expect(await findUnreadPlace(grace, id)).toEqual({ version: 0, first: 3, unread: 1 });
  await markRoomRead(linus, id, 1);
  expect(await findUnreadPlace(linus, id)).toEqual({ version: 1, first: 3, unread: 1 });
  await markRoomRead(linus, id, 4);
  expect(await findUnreadPlace(linus, id)).toEqual({ version: 4, first: null, unread: 0 });
});

test("a message was seen by the members who have read as far, its author apart", async () => {
  const { ada, grace, linus, id, said } = await talk();
  const seen = async (n: number) => (await listReaders(ada, { roomId: id, id: said[n]!.id })).readers.map(({ username }) => username);
  expect(await seen(1)).toEqual([]);
  await markRoomRead(linus, id, 2);
  await markRoomRead(grace, id, 3);
  await markRoomRead(ada, id, 3);
  expect([await seen(0), await seen(1), await seen(2)]).toEqual([["Ada", "Linus"], ["Grace", "Linus"], ["Grace"]]);
  expect(await listReaders(grace, { roomId: id, id: said[1]!.id })).toMatchObject({ count: 2 });
});

test("only members see how far others have read, and only of messages of their room", async () => {
  const { grace, id, said } = await talk();
  const stranger = await createActor();
  const other = await createRoomWith([[grace, "owner"]]);
  expect([await codeOf(findUnreadPlace(stranger, id)), await codeOf(listReaders(stranger, { roomId: id, id: said[0]!.id })), await codeOf(listReaders(grace, { roomId: other.id, id: said[0]!.id }))]).toEqual(["not_found", "not_found", "not_found"]);
});
