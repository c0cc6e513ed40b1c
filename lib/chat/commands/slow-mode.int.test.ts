import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { message, messageTurn } from "@/db/schema/chat";
import { room, roomEvent } from "@/db/schema/rooms";
import { insertMessages } from "@/lib/chat/commands/insert-messages";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { settings } from "@/lib/core/settings";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { roomConfigurationSchema } from "@/lib/rooms/contract";
import { POST } from "@/app/api/rooms/[id]/messages/route";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";

const textsIn = async (roomId: number) => (await db().select({ content: message.content }).from(message).where(and(eq(message.roomId, roomId), eq(message.kind, "text"))).orderBy(asc(message.version))).map(({ content }) => content);
const versionOf = async (id: number) => (await db().select({ version: room.version }).from(room).where(eq(room.id, id)))[0]?.version;
const slow = (seconds: number) => ({ configuration: { slow_mode_seconds: seconds } });
/** As if whoever wrote had done so that much earlier. */
const passTime = (roomId: number, seconds: number) => db().update(messageTurn).set({ at: sql`${messageTurn.at} - make_interval(secs => ${seconds})` }).where(eq(messageTurn.roomId, roomId));

test("in slow mode a member writes once, then waits: what comes too early takes no version and says how long to wait", async () => {
  const [ada, grace, alan] = await Promise.all([createActor(), createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"], [alan, "member"]], slow(60));
  await sendMessage(grace, id, { content: "first" });
  await expect(sendMessage(grace, id, { content: "too early" })).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: expect.any(Number), extra: { wait_seconds: expect.any(Number) } });
  await sendMessage(alan, id, { content: "of another" });
  await passTime(id, 58);
  const refusal = await sendMessage(grace, id, { content: "still too early" }).catch((error: unknown) => error);
  expect((refusal as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(2);
  await passTime(id, 2);
  await sendMessage(grace, id, { content: "now" });
  expect(await textsIn(id)).toEqual(["first", "of another", "now"]);
  expect([await versionOf(id), (await db().select().from(roomEvent).where(eq(roomEvent.roomId, id))).length]).toEqual([3, 3]);
});

test("hosts never wait, and where slow mode is off nothing is kept about who wrote when", async () => {
  const [owner, host, grace] = await Promise.all([createActor(), createActor(), createActor()]);
  const { id } = await createRoomWith([[owner, "owner"], [host, "administrator"]], slow(3600));
  for (const each of [owner, owner, host, host]) await sendMessage(each, id, { content: "x" });
  const quick = await createRoomWith([[grace, "member"]]);
  await sendMessage(grace, quick.id, { content: "a" });
  await sendMessage(grace, quick.id, { content: "b" });
  expect([await versionOf(id), await versionOf(quick.id)]).toEqual([4, 2]);
  expect(await db().select().from(messageTurn).where(eq(messageTurn.roomId, quick.id))).toEqual([]);
});

test("the same client id again is the first message, also while its author has to wait", async () => {
  const grace = await createActor();
  const { id } = await createRoomWith([[grace, "member"]], slow(60));
  const clientId = randomUUID();
  const { message: first } = await sendMessage(grace, id, { content: "once", client_id: clientId });
  expect(await sendMessage(grace, id, { content: "again", client_id: clientId })).toEqual({ message: first, isNew: false });
  expect(await textsIn(id)).toEqual(["once"]);
});

test("of many messages of one person at once, also from several processes, exactly one is written; everybody else's are", async () => {
  const people = await Promise.all([createActor(), createActor(), createActor()]);
  const [grace] = people;
  const { id } = await createRoomWith(people.map((person) => [person, "member"]), slow(30));
  const draft = (n: number) => ({ author: people[n % 3]!, content: String(n), clientId: null });
  // Straight past the turns that one process takes: statements that wait for each other at the room's row.
  await Promise.all(Array.from({ length: 12 }, (_, n) => insertMessages(id, n % 2 === 0 ? [draft(n)] : [draft(n), draft(n + 1), draft(n + 2), draft(n)])));
  const rows = await db().select({ userId: message.userId }).from(message).where(eq(message.roomId, id));
  expect(rows.map(({ userId }) => userId).sort()).toEqual(people.map(({ userId }) => userId).sort());
  const answers = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => sendMessage(grace!, id, { content: `late ${n}` })));
  expect(answers.every((answer) => answer.status === "rejected" && (answer.reason as { code: string }).code === "rate_limited")).toBe(true);
  expect(await versionOf(id)).toBe(3);
});

test("the answer over HTTP is 429 with the seconds in its header and body", async () => {
  const grace = await createActor();
  const { id } = await createRoomWith([[grace, "member"]], slow(300));
  await sendMessage(grace, id, { content: "first" });
  const cookies = { [accessCookie]: await mintSessionToken(grace.userId, grace.sessionId) };
  const response = await call(POST, `/api/rooms/${id}/messages/`, { body: { content: "second" }, cookies, params: { id: String(id) } });
  const seconds = Number(response.headers.get("retry-after"));
  expect([response.status, await response.json()]).toEqual([429, { detail: expect.stringContaining("slow mode"), wait_seconds: seconds }]);
  expect(seconds).toBeGreaterThan(200);
});

test("hosts set slow mode: readers are told and the log has from what to what; others and wild numbers change nothing", async () => {
  const [owner, grace] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[owner, "owner"], [grace, "member"]]);
  await expect(changeRoom(grace, id, slow(30))).rejects.toMatchObject({ code: "forbidden" });
  for (const wild of [-1, 1.5, settings.slowModeMaxSeconds + 1, "30", null]) expect(roomConfigurationSchema.safeParse({ slow_mode_seconds: wild }).success).toBe(false);
  expect((await changeRoom(owner, id, slow(30))).configuration.slow_mode_seconds).toBe(30);
  const [told] = await db().select().from(roomEvent).where(eq(roomEvent.roomId, id));
  expect(told).toMatchObject({ type: "room_updated", body: { configuration: { slow_mode_seconds: 30 } } });
  const [entry] = await db().select().from(auditEntry).where(and(eq(auditEntry.action, "room.updated"), eq(auditEntry.targetId, String(id))));
  expect(entry?.details).toEqual({ slow_mode_seconds: { from: 0, to: 30 } });
});
