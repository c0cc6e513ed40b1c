import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createActor, createRoomWith } from "@/db/factories";
import { settings } from "@/lib/core/settings";
import { readJoinToken } from "@/lib/platform/livekit/tokens";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { handleDirect } from "@/server/gateway/direct";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
beforeAll(async () => void (gateway = await serveGateway(handleDirect)));
afterAll(() => gateway.stop());
beforeEach(() => void useFakeLivekit());

const json = { "content-type": "application/json" };

test("a key to a call comes without Next, with and without the slash, by the room's id or slug", async () => {
  const member = await createActor();
  const room = await createRoomWith([[member, "member"]], { accessLevel: "restricted" });
  const cookie = await cookieOf(member);
  for (const path of [`/api/rooms/${room.slug}/token/`, `/api/rooms/${room.id}/token`, `/api/rooms/${room.slug.replace("-", "%2D")}/token/`]) {
    const { status, text, headers } = await gateway.ask(path, { method: "POST", cookie, headers: json, body: "{}" });
    expect([path, status, headers["cache-control"], headers["x-content-type-options"]]).toEqual([path, 200, "private, no-store", "nosniff"]);
    expect(await readJoinToken((JSON.parse(text) as { token: string }).token)).toMatchObject({ identity: `u${member.userId}`, room: room.slug });
  }
});

test("a guest's cookie comes with the key, and with it the next one", async () => {
  const room = await createRoomWith([[await createActor(), "owner"]]);
  const first = await gateway.ask(`/api/rooms/${room.slug}/token/`, { method: "POST", headers: json, body: '{"name":"Gus"}' });
  expect(first.status).toBe(200);
  const cookie = first.headers["set-cookie"]![0]!.split(";")[0]!;
  const second = await gateway.ask(`/api/rooms/${room.slug}/token/`, { method: "POST", cookie, headers: json });
  expect([second.status, (JSON.parse(second.text) as { identity: string }).identity]).toEqual([200, (JSON.parse(first.text) as { identity: string }).identity]);
});

test("what the handler refuses is refused: methods, types, what is no JSON, too much of it", async () => {
  const member = await createActor();
  const room = await createRoomWith([[member, "owner"]]);
  const cookie = await cookieOf(member);
  const path = `/api/rooms/${room.slug}/token/`;
  const statuses = [];
  for (const ask of [
    { method: "GET" }, { method: "HEAD" }, { method: "POST", body: "{}" }, { method: "POST", headers: json, body: "{" },
    { method: "POST", headers: json, body: `{"name":"${"x".repeat(3 * settings.jsonBodyBytes)}"}` }, { method: "POST", headers: { ...json, origin: "https://elsewhere.example" }, body: "{}" },
  ]) {
    statuses.push((await gateway.ask(path, { cookie, ...ask })).status);
  }
  expect(statuses).toEqual([405, 405, 415, 400, 413, 403]);
  expect((await gateway.ask(path, { method: "PUT" })).headers.allow).toBe("POST, OPTIONS");
});

test("messages are written and listed without Next, by the room's id alone, and only with a session", async () => {
  const member = await createActor();
  const { id, slug } = await createRoomWith([[member, "member"]]);
  const cookie = await cookieOf(member);
  const send = (path: string) => gateway.ask(path, { method: "POST", cookie, headers: json, body: '{"content":"Hello"}' });
  expect((await send(`/api/rooms/${id}/messages/`)).status).toBe(201);
  expect((await send(`/api/rooms/${id}/messages`)).status).toBe(201);
  expect((await send(`/api/rooms/${slug}/messages/`)).status).toBe(404);
  const listed = await gateway.ask(`/api/rooms/${id}/messages?limit=1`, { cookie });
  expect(JSON.parse(listed.text)).toMatchObject({ count: 2, next: expect.stringContaining(`/api/rooms/${id}/messages/?limit=1&before=2`) as string, results: [{ content: "Hello" }] });
  expect((await gateway.ask(`/api/rooms/${id}/messages/`)).status).toBe(403);
  expect((await gateway.ask(`/api/rooms/%zz/messages/`, { cookie })).status).toBe(404);
});

test("paths beside it are left to Next", async () => {
  for (const path of ["/api/rooms//", "/api/rooms/a/b/token/", "/api/rooms/a/token/x", "/api/rooms//token/"]) expect([path, (await gateway.ask(path, { method: "POST" })).status]).toEqual([path, 418]);
});
