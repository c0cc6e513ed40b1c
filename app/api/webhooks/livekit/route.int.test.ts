import { createHash, randomUUID } from "node:crypto";
import { AccessToken } from "livekit-server-sdk";
import { beforeEach, expect, test } from "vitest";
import { POST } from "@/app/api/webhooks/livekit/route";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, livekitWebhook } from "@/db/schema/calls";
import { roomEvent } from "@/db/schema/rooms";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";

let slug: string;
beforeEach(async () => {
  useFakeLivekit();
  for (const table of [livekitWebhook, call, roomEvent]) await db().delete(table);
  slug = (await createRoomWith([[await createActor(), "owner"]])).slug;
});

function joined(values: Record<string, unknown> = {}): string {
  return JSON.stringify({
    event: "participant_joined",
    id: `EV_${randomUUID()}`,
    createdAt: String(Math.floor(Date.now() / 1000)),
    room: { sid: "RM_a", name: slug },
    participant: { sid: "PA_a", identity: "u1" },
    ...values,
  });
}
async function sign(body: string | Uint8Array, secret = "a-livekit-secret-for-tests-long-enough"): Promise<string> {
  const token = new AccessToken("APItest", secret, { ttl: 300 });
  token.sha256 = createHash("sha256").update(body).digest("base64");
  return token.toJwt();
}
async function deliver(body: string | Uint8Array, headers: Record<string, string | null> = {}) {
  const given = { "content-type": "application/webhook+json", authorization: await sign(body), ...headers };
  const kept = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  const request = new Request("http://localhost:3000/api/webhooks/livekit", { method: "POST", headers: kept, body: body as BodyInit });
  return (await POST(request, { params: Promise.resolve({}) })).status;
}
async function written() {
  return { webhooks: (await db().select().from(livekitWebhook)).length, calls: (await db().select().from(call)).length, events: (await db().select().from(roomEvent)).length };
}
const nothing = { webhooks: 0, calls: 0, events: 0 };

test("a signed event has its effect", async () => {
  expect(await deliver(joined())).toBe(200);
  expect(await written()).toEqual({ webhooks: 1, calls: 1, events: 1 });
});

test("the same event a hundred times at once has one effect and is accepted each time", async () => {
  const body = joined();
  const statuses = await Promise.all(Array.from({ length: 100 }, () => deliver(body)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await written()).toEqual({ webhooks: 1, calls: 1, events: 1 });
});

test("a hundred different events of one call at once begin one call", async () => {
  const statuses = await Promise.all(Array.from({ length: 100 }, () => deliver(joined())));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await written()).toEqual({ webhooks: 100, calls: 1, events: 1 });
});

test("what our LiveKit did not sign is refused and nothing is written", async () => {
  const body = joined();
  const foreign = await sign(body, "another-secret-that-is-long-enough-too");
  const refused: [string, string | Uint8Array, Record<string, string | null>][] = [
    ["no header", body, { authorization: null }],
    ["empty header", body, { authorization: "" }],
    ["rubbish", body, { authorization: "Bearer rubbish" }],
    ["wrong key", body, { authorization: foreign }],
    ["one byte changed", body.replace('"u1"', '"u2"'), { authorization: await sign(body) }],
    ["serialised anew", JSON.stringify(JSON.parse(body), null, 1), { authorization: await sign(body) }],
    ["no text", new Uint8Array([0xff, 0xfe, 0xfd]), {}],
    ["signed, but no JSON", "hello", {}],
    ["signed, an hour old", joined({ createdAt: String(Math.floor(Date.now() / 1000) - 3600) }), {}],
    ["signed, without an id", joined({ id: "" }), {}],
  ];
  for (const [name, sent, headers] of refused) expect([name, await deliver(sent, headers)]).toEqual([name, 401]);
  expect(await written()).toEqual(nothing);
});

test("another content type and a body over the limit are refused before they are read", async () => {
  expect(await deliver(joined(), { "content-type": "text/plain" })).toBe(415);
  expect(await deliver(joined({ padding: "x".repeat(2 * 1024 * 1024) }))).toBe(413);
  expect(await written()).toEqual(nothing);
});

test("an unknown kind and an unknown room are accepted, counted and without effect", async () => {
  expect(await deliver(joined({ event: "something_new" }))).toBe(200);
  expect(await deliver(joined({ room: { sid: "RM_z", name: "nobody-knows" } }))).toBe(200);
  expect(await written()).toEqual({ webhooks: 2, calls: 0, events: 0 });
});
