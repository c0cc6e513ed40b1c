import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { message } from "@/db/schema/chat";
import { roomEvent } from "@/db/schema/rooms";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { codeOf } from "@/lib/core/testing";

async function talk() {
  const [ada, grace] = [await createActor({ name: "Ada" }), await createActor({ name: "Grace" })];
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const said = (await sendMessage(ada, id, { content: "\n Shall we?\nAt three" })).message;
  return { ada, grace, id, said };
}
const newest = async (who: Parameters<typeof listMessages>[0], id: number) => (await listMessages(who, id, { limit: 5 })).messages[0];

test("an answer says what it answers: in the news which message it is, in lists with its first line as it is now", async () => {
  const { ada, grace, id, said } = await talk();
  const clientId = crypto.randomUUID();
  const { message: answer } = await sendMessage(grace, id, { content: "Yes", reply_to: said.id, client_id: clientId });
  const which = { id: said.id, version: 1, user: { id: ada.userId, username: "Ada" } };
  expect(answer.reply_to).toEqual(which);
  const [, told] = await db().select({ body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));
  expect(told?.body).toEqual(answer);
  expect(await newest(ada, id)).toEqual({ ...answer, reply_to: { ...which, excerpt: "Shall we?" } });
  expect((await sendMessage(grace, id, { content: "again", client_id: clientId })).message.reply_to).toEqual({ ...which, excerpt: "Shall we?" });

  await editMessage(ada, { roomId: id, id: said.id }, { content: "Shall we go?" });
  await db().update(user).set({ name: "Ada Lovelace" }).where(eq(user.id, ada.userId));
  expect((await newest(ada, id))?.reply_to).toEqual({ ...which, user: { id: ada.userId, username: "Ada Lovelace" }, excerpt: "Shall we go?" });
  await deleteMessage(ada, { roomId: id, id: said.id });
  expect((await newest(ada, id))?.reply_to).toMatchObject({ id: said.id, deleted: true });
  expect((await newest(ada, id))?.reply_to).not.toHaveProperty("excerpt");
  // What was answered is nowhere any more.
  expect(JSON.stringify(await db().select({ body: roomEvent.body }).from(roomEvent).where(eq(roomEvent.roomId, id)))).not.toContain("Shall we");
});

test("a deleted answer tells nothing of what it answered", async () => {
  const { grace, id, said } = await talk();
  const { message: answer } = await sendMessage(grace, id, { content: "Yes", reply_to: said.id });
  await deleteMessage(grace, { roomId: id, id: answer.id });
  expect(await newest(grace, id)).not.toHaveProperty("reply_to");
});

test("messages of other rooms, lines of the system and what is not there cannot be answered, and nothing is written; who does not read the room learns nothing", async () => {
  const { ada, grace, id, said } = await talk();
  const other = await createRoomWith([[grace, "owner"]]);
  const elsewhere = (await sendMessage(grace, other.id, { content: "Elsewhere" })).message;
  const [line] = await db().insert(message).values({ roomId: id, version: 500, kind: "system", line: "call_started", content: "" }).returning({ id: message.id });
  const before = await db().$count(message, eq(message.roomId, id));
  for (const replyTo of [elsewhere.id, line!.id, 2 ** 40]) expect(await codeOf(sendMessage(ada, id, { content: "Yes", reply_to: replyTo }))).toBe("invalid_input");
  const stranger = await createActor();
  for (const replyTo of [said.id, elsewhere.id]) expect(await codeOf(sendMessage(stranger, id, { content: "Yes", reply_to: replyTo }))).toBe("not_found");
  expect(await db().$count(message, eq(message.roomId, id))).toBe(before);
});

test("many answers at once are written together, each with its own", async () => {
  const { ada, id, said } = await talk();
  const sent = await Promise.all(Array.from({ length: 8 }, (_, n) => sendMessage(ada, id, { content: `answer ${n}`, ...(n % 2 === 0 ? { reply_to: said.id } : {}) })));
  expect(sent.map(({ message: { reply_to: to } }) => to?.id ?? null)).toEqual(Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? said.id : null)));
});
