import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as route from "@/app/api/rooms/[id]/export/route";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { message } from "@/db/schema/chat";
import { room } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { exportRoom } from "@/lib/chat/commands/export-room";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { roomCopySchema, type Message } from "@/lib/chat/contract";
import { codeOf } from "@/lib/core/testing";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { startDirect } from "@/lib/rooms/commands/start-direct";

const copiesOf = (roomId: number) => db().select().from(auditEntry).where(and(eq(auditEntry.action, "room.exported"), eq(auditEntry.targetId, String(roomId))));
async function copyOf(actor: UserActor, roomId: number, format: "json" | "html"): Promise<string> {
  let text = "";
  for await (const part of (await exportRoom(actor, roomId, format)).lines) text += part;
  return text;
}

test("a copy has all messages in order with names, marks of what was changed and taken away, and no text of the latter; as data and as a page without anything live", async () => {
  const [ada, grace] = await Promise.all([createActor({ name: "Ada <b>" }), createActor({ name: "Grace" })]);
  const { id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const { message: first } = await sendMessage(ada, id, { content: "<script>alert(1)</script> & \"more\"" });
  const { message: secret } = await sendMessage(grace, id, { content: "a secret" });
  await sendMessage(grace, id, { content: "an answer", reply_to: first.id });
  await editMessage(ada, { roomId: id, id: first.id }, { content: "<script>alert(2)</script> & \"more\"" });
  await deleteMessage(grace, { roomId: id, id: secret.id });
  await changeRoom(ada, id, { name: "Renamed \"room\"" });
  const { messages, ...about } = roomCopySchema.strict().parse(JSON.parse(await copyOf(ada, id, "json")));
  expect(about.room).toMatchObject({ id, name: "Renamed \"room\"" });
  expect(messages.map(({ user, content, edited_at: edited, deleted, reply_to: replyTo, system }) => [user.username, system ? system.line : content, edited !== undefined, deleted?.by ?? null, replyTo?.id ?? null])).toEqual([
    ["Ada <b>", "<script>alert(2)</script> & \"more\"", true, null, null],
    ["Grace", "", false, "author", null],
    ["Grace", "an answer", false, null, first.id],
    ["Ada <b>", "renamed", false, null, null],
  ]);
  const page = await copyOf(ada, id, "html");
  expect(page).toContain("&lt;script&gt;alert(2)&lt;/script&gt; &amp; &quot;more&quot;");
  expect(page).toContain("Ada &lt;b&gt;");
  expect(page).toContain("This message was deleted.");
  expect(page).toContain("Edited");
  expect(page).not.toMatch(/<script|a secret|Ada <b>|https?:|src=|href=/);
  expect((await copiesOf(id)).map(({ details }) => details.format)).toEqual(["json", "html"]);
});

test("a long history is read page by page, whole and in order, also where messages are written meanwhile", async () => {
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  await db().insert(message).values(Array.from({ length: 1203 }, (_, n) => ({ roomId: id, version: n + 1, userId: ada.userId, content: `number ${n + 1}` })));
  await db().update(room).set({ version: 1203 }).where(eq(room.id, id));
  const { lines } = await exportRoom(ada, id, "json");
  const parts: string[] = [];
  for await (const part of lines) {
    parts.push(part);
    if (parts.length === 2) await sendMessage(ada, id, { content: "too late for this copy" });
  }
  const { messages } = JSON.parse(parts.join("")) as { messages: Message[] };
  expect(messages.map(({ content }) => content)).toEqual(Array.from({ length: 1203 }, (_, n) => `number ${n + 1}`));
  expect(parts.length).toBeGreaterThan(3);
});

test("only the room's own hosts take one: members, moderators, strangers and the two of a conversation are refused, and nothing is noted", async () => {
  const [owner, host, member, moderator] = await Promise.all([createActor(), createActor(), createActor(), createActor({ role: "admin" })]);
  const { id } = await createRoomWith([[owner, "owner"], [host, "administrator"], [member, "member"]]);
  const direct = await startDirect(owner, host.userId);
  const attempts: [UserActor, number, string][] = [[member, id, "forbidden"], [moderator, id, "not_found"], [owner, direct.id, "forbidden"], [owner, 999_999_999, "not_found"]];
  for (const [actor, roomId, code] of attempts) expect(await codeOf(exportRoom(actor, roomId, "json"))).toBe(code);
  expect([...(await copiesOf(id)), ...(await copiesOf(direct.id))]).toEqual([]);
  const cookies = { [accessCookie]: await mintSessionToken(host.userId, host.sessionId) };
  const answer = await call(route.GET, `/api/rooms/${id}/export/?format=html`, { cookies, params: { id: String(id) } });
  expect([answer.status, answer.headers.get("content-disposition"), answer.headers.get("x-content-type-options")]).toEqual([200, expect.stringMatching(/^attachment; filename="[\w-]+\.html"$/), "nosniff"]);
  expect((await answer.text()).endsWith("</html>\n")).toBe(true);
  expect((await call(route.GET, `/api/rooms/${id}/export/?format=exe`, { cookies, params: { id: String(id) } })).status).toBe(400);
  expect(await copiesOf(id)).toHaveLength(1);
});
