import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { message } from "@/db/schema/chat";
import { room, roomEvent } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { insertMessages } from "@/lib/chat/commands/insert-messages";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { joinRoom } from "@/lib/rooms/commands/change-membership";

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const messagesOf = (roomId: number) => db().select().from(message).where(and(eq(message.roomId, roomId), eq(message.kind, "text"))).orderBy(asc(message.version));
const versionOf = async (id: number) => (await db().select({ version: room.version }).from(room).where(eq(room.id, id)))[0]?.version;
const draft = (author: UserActor, content: string, clientId: string | null = null) => ({ author, content, clientId });

test("of many who write at once members are written, strangers refused, and a repeat answers the first one, each to the right person", async () => {
  const members = await Promise.all(upTo(4).map((n) => createActor({ name: `Member ${n}` })));
  const stranger = await createActor();
  const { id } = await createRoomWith(members.map((member) => [member, "member"]), { accessLevel: "restricted" });
  const clientId = randomUUID();
  const answers = await Promise.allSettled([
    ...upTo(12).map((n) => sendMessage(members[n % 4]!, id, { content: `message ${n}` })),
    sendMessage(stranger, id, { content: "let me in" }),
    sendMessage(members[0]!, id, { content: "once", client_id: clientId }),
    sendMessage(members[0]!, id, { content: "twice", client_id: clientId }),
    // The same id of another person is another message.
    sendMessage(members[1]!, id, { content: "mine", client_id: clientId }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([...upTo(12).map(() => "fulfilled"), "rejected", "fulfilled", "fulfilled", "fulfilled"]);
  const told = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  expect(told.map(({ message: { content, user } }) => [content, user.id])).toEqual([
    ...upTo(12).map((n) => [`message ${n}`, members[n % 4]!.userId]), ["once", members[0]!.userId], ["once", members[0]!.userId], ["mine", members[1]!.userId],
  ]);
  expect(told.filter(({ isNew }) => !isNew)).toHaveLength(1);
  expect((await messagesOf(id)).map(({ version }) => version)).toEqual(upTo(14));
});

test("batches of several processes and joins between them share one sequence without hole or double, and ids grow with it", async () => {
  const people = await Promise.all(upTo(3).map(() => createActor()));
  const late = await Promise.all(upTo(3).map(() => createActor()));
  const { id } = await createRoomWith(people.map((person) => [person, "member"]));
  await Promise.all([
    ...upTo(12).map((n) => insertMessages(id, upTo(5).map((k) => draft(people[(n + k) % 3]!, `${n}.${k}`)))),
    ...late.map((person) => joinRoom(person, id)),
  ]);
  const events = await db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));
  expect(events.map(({ version }) => version)).toEqual(upTo(63));
  expect(await versionOf(id)).toBe(63);
  const rows = await messagesOf(id);
  expect(rows).toHaveLength(60);
  expect(rows.map((row) => row.id)).toEqual(rows.map((row) => row.id).toSorted((a, b) => a - b));
  expect(rows.map((row) => row.createdAt.getTime())).toEqual(rows.map((row) => row.createdAt.getTime()).toSorted((a, b) => a - b));
  // Of a batch the order is that of its messages.
  for (const n of upTo(12)) expect(rows.flatMap(({ content }) => (content.startsWith(`${n}.`) ? [content] : []))).toEqual(upTo(5).map((k) => `${n}.${k}`));
});

test("a batch writes nothing where nobody in it may, and takes no version", async () => {
  const [member, stranger, other] = await Promise.all([createActor(), createActor(), createActor()]);
  const { id } = await createRoomWith([[member, "owner"]]);
  expect(await insertMessages(id, [draft(stranger, "a"), draft(other, "b")])).toEqual([null, null]);
  const clientId = randomUUID();
  const both = await insertMessages(id, [draft(member, "first", clientId), draft(member, "second", clientId), draft(stranger, "x")]);
  expect(both.map((each) => each?.body.content ?? null)).toEqual(["first", null, null]);
  await db().update(room).set({ configuration: { chat: false } }).where(eq(room.id, id));
  expect(await insertMessages(id, [draft(member, "off"), draft(member, "off too")])).toEqual([null, null]);
  expect([await versionOf(id), (await messagesOf(id)).map(({ content }) => content)]).toEqual([1, ["first"]]);
});
