import { desc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call, callCaption } from "@/db/schema/calls";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { forgetCaptionsOf } from "@/lib/calls/commands/forget-captions";
import { keepCaptions } from "@/lib/calls/commands/keep-captions";
import { callParts } from "@/lib/calls/export-parts";
import { openGuest } from "@/lib/calls/guests";
import { exportCaptions, listCalls } from "@/lib/calls/history";
import { enterCall } from "@/lib/calls/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

let livekit: FakeLivekit;
let owner: UserActor;
let member: UserActor;
let slug: string;
let roomId: number;
/** One for all: its numbers of connections are unique only in one. */
beforeAll(() => {
  livekit = useFakeLivekit();
});
beforeEach(async () => {
  [owner, member] = await Promise.all([createActor({ name: "Ada <b>" }), createActor({ name: "Grace" })]);
  ({ slug, id: roomId } = await createRoomWith([[owner, "owner"], [member, "member"]], { accessLevel: "public" }));
});

const said = (id: string, text: string, agoMs = 900, durationMs = 800) => ({ segments: [{ id, text, ago_ms: agoMs, duration_ms: durationMs }] });
const rows = async () => db().select({ identity: callCaption.identity, content: callCaption.content }).from(callCaption).innerJoin(call, eq(call.id, callCaption.callId)).where(eq(call.roomId, roomId)).orderBy(callCaption.id);
const callId = async () => (await db().select({ id: call.id }).from(call).where(eq(call.roomId, roomId)))[0]!.id;

test("what people say is kept with the call under their own names, once, and hosts get it as WebVTT", async () => {
  const guest: GuestActor = { kind: "guest", ...(await openGuest(db(), "Linus")), address: null, requestId: null };
  await enterCall(livekit, slug, owner, "owner");
  await enterCall(livekit, slug, member, "member");
  await enterCall(livekit, slug, guest, "guest");
  await db().update(call).set({ startedAt: new Date(Date.now() - 3_600_000) }).where(eq(call.roomId, roomId));
  await keepCaptions(member, slug, said("a", "Good morning --> <v Ada>everyone", 5000, 1500));
  await keepCaptions(member, slug, said("a", "said twice"));
  await keepCaptions(owner, slug, said("a", "Shall we begin?", 3000, 100));
  await keepCaptions(guest, slug, said("x", "Yes.", 100, 60_000));
  const id = await callId();
  const vtt = await exportCaptions(owner, slug, id);
  const lines = vtt.split("\n").filter((line) => line !== "");
  expect(lines.filter((line) => !line.includes(" --> ") || line.startsWith("<"))).toEqual(["WEBVTT", "<v Grace>Good morning --&gt; &lt;v Ada&gt;everyone</v>", "<v Ada &lt;b&gt;>Shall we begin?</v>", "<v Linus>Yes.</v>"]);
  expect(lines[1]).toMatch(/^00:59:5\d\.\d{3} --> 00:59:5\d\.\d{3}$/);
  const [audit] = await db().select().from(auditEntry).where(eq(auditEntry.targetId, String(roomId))).orderBy(desc(auditEntry.id)).limit(1);
  expect(audit).toMatchObject({ action: "call.captions_exported", actorId: owner.userId, details: { call: id } });
  expect((await listCalls(owner, slug, { limit: 5 })).results.map(({ captions }) => captions)).toEqual([true]);
});

test("who is not in the call keeps nothing, and nobody does after it or where it is encrypted", async () => {
  await enterCall(livekit, slug, owner, "owner");
  await expect(keepCaptions(member, slug, said("a", "from outside"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(keepCaptions({ kind: "anonymous", address: null, requestId: null }, slug, said("a", "x"))).rejects.toMatchObject({ code: "unauthenticated" });
  await endCallForAll(owner, slug);
  await expect(keepCaptions(owner, slug, said("a", "too late"))).rejects.toMatchObject({ code: "forbidden" });
  const { slug: closed } = await createRoomWith([[owner, "owner"]], { configuration: { encryption: true } });
  await enterCall(livekit, closed, owner, "owner");
  await expect(keepCaptions(owner, closed, said("a", "secret"))).rejects.toMatchObject({ code: "conflict" });
  expect(await rows()).toEqual([]);
  expect((await db().select({ content: callCaption.content }).from(callCaption)).filter(({ content }) => content === "secret")).toEqual([]);
});

test("only hosts get what was said, of calls of their own room, and a call in which nothing was kept has no file", async () => {
  await enterCall(livekit, slug, member, "member");
  const id = await callId();
  await expect(exportCaptions(owner, slug, id)).rejects.toMatchObject({ code: "not_found" });
  await keepCaptions(member, slug, said("a", "hello"));
  await expect(exportCaptions(member, slug, id)).rejects.toMatchObject({ code: "forbidden" });
  const { slug: other } = await createRoomWith([[owner, "owner"]]);
  await expect(exportCaptions(owner, other, id)).rejects.toMatchObject({ code: "not_found" });
});

test("a person's words are in the copy of their data, and go with their account; others' stay", async () => {
  await enterCall(livekit, slug, owner, "owner");
  await enterCall(livekit, slug, member, "member");
  await keepCaptions(owner, slug, said("a", "mine"));
  await keepCaptions(member, slug, said("a", "theirs"));
  const copy: unknown[] = [];
  for await (const row of callParts.find(({ name }) => name === "captions")!.rows(member.userId)) copy.push(row);
  expect(copy).toMatchObject([{ content: "theirs", roomId }]);
  expect(await forgetCaptionsOf(member.userId)).toBe(1);
  expect(await rows()).toEqual([{ identity: `u${owner.userId}`, content: "mine" }]);
});
