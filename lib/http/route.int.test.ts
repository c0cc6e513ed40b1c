import { expect, test } from "vitest";
import { z } from "zod";
import { createActor, createUser, signIn } from "@/db/factories";
import { db } from "@/db/client";
import { session } from "@/db/schema/accounts";
import { AppError } from "@/lib/core/errors";
import { limits } from "@/lib/core/limits";
import { defineContract } from "@/lib/http/contract";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { mintSessionToken } from "@/lib/http/session-token";
import { eq, sql } from "drizzle-orm";

const contract = defineContract({
  method: "POST", path: "/api/things/{id}/", summary: "Test", tags: ["Test"], style: "problem", access: "session",
  params: z.object({ id: z.string().regex(/^\d+$/) }),
  body: z.strictObject({ name: z.string().min(1, "Enter a name."), count: z.int().optional() }),
  response: z.object({ id: z.number(), name: z.string(), by: z.number() }), status: 201,
});
const ran: string[] = [];
const { GET, POST, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(contract, async ({ actor, params, body }) => {
    ran.push(body.name);
    if (body.name === "taken") throw new AppError("conflict", { detail: "This name is taken." });
    if (body.name === "bug") throw new Error("SECRET detail of a bug");
    return { id: Number(params.id), name: body.name, by: actor.userId };
  }),
});

async function cookieOf(actor: { userId: number; sessionId: string }): Promise<string> {
  return `access_token=${await mintSessionToken(actor.userId, actor.sessionId)}`;
}

function post(body: unknown, headers: Record<string, string>, id = "7"): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return POST(new Request("http://localhost:3000/api/things/7/", { method: "POST", body: text, headers: { "content-type": "application/json", ...headers } }), { params: Promise.resolve({ id }) });
}

test("a body of null is no body without fields", async () => {
  const response = await post("null", { cookie: await cookieOf(await createActor()) });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, "invalid_input"]);
  expect(ran).toEqual([]);
});

test("a signed-in person gets the answer of the handler", async () => {
  const actor = await createActor();
  const response = await post({ name: "chair" }, { cookie: await cookieOf(actor) });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id: 7, name: "chair", by: actor.userId });
  expect(response.headers.get("cache-control")).toBe("private, no-store");
});

test.each([
  ["a body that is no JSON", "{name:", 400],
  ["an unknown key", { name: "x", role: "admin" }, 400],
  ["a missing field", {}, 400],
  ["a wrong type", { name: 5 }, 400],
  ["a list", [], 400],
  ["a body over the limit", `"${"x".repeat(1024 * 1024)}"`, 413],
])("%s is refused as problem+json and the handler does not run", async (_what, body, status) => {
  const before = ran.length;
  const response = await post(body, { cookie: await cookieOf(await createActor()) });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(ran.length).toBe(before);
});

test("fields are named with words that do not repeat the input", async () => {
  const response = await post({ name: "", password: "hunter2" }, { cookie: await cookieOf(await createActor()) });
  const body = await response.json();
  expect(body.errors).toEqual({ name: ["Enter a name."], password: ["This field is not known."] });
  expect(JSON.stringify(body)).not.toContain("hunter2");
});

test("unknown fields named like what every object inherits are refused as unknown, not a fault of ours", async () => {
  const cookie = await cookieOf(await createActor());
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const response = await post(JSON.parse(`{"name":"x","${name}":{"role":"admin"}}`), { cookie });
    expect([name, response.status, await response.text()]).toEqual([name, 400, expect.stringContaining(`"errors":{"${name}":["This field is not known."]}`)]);
  }
});

test("a client that hangs up in its body is no fault of the database", async () => {
  const hungUp = new ReadableStream({ pull: (controller) => controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })) });
  const request = new Request("http://localhost:3000/x", { method: "POST", body: hungUp, headers: { "content-type": "application/json", cookie: await cookieOf(await createActor()) }, duplex: "half" } as RequestInit);
  const response = await POST(request, { params: Promise.resolve({ id: "7" }) });
  expect([response.status, (await response.json()).detail]).toEqual([400, "The body ended early."]);
});

test("another content type is 415, an id that is none is 404", async () => {
  const cookie = await cookieOf(await createActor());
  expect((await post("name=x", { cookie, "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
  expect((await post({ name: "x" }, { cookie }, "seven")).status).toBe(404);
});

test("nobody, a made-up cookie, an ended, expired or deactivated session are all 401", async () => {
  expect((await post({ name: "x" }, {})).status).toBe(401);
  expect((await post({ name: "x" }, { cookie: "access_token=rubbish" })).status).toBe(401);
  const ended = await createActor();
  await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, ended.sessionId));
  expect((await post({ name: "x" }, { cookie: await cookieOf(ended) })).status).toBe(401);
  const expired = await createActor();
  await db().update(session).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(session.id, expired.sessionId));
  expect((await post({ name: "x" }, { cookie: await cookieOf(expired) })).status).toBe(401);
  const inactive = await signIn(await createUser({ isActive: false }));
  expect((await post({ name: "x" }, { cookie: await cookieOf(inactive) })).status).toBe(401);
});

test("a bearer token is not looked at", async () => {
  const actor = await createActor();
  const token = await mintSessionToken(actor.userId, actor.sessionId);
  expect((await post({ name: "x" }, { authorization: `Bearer ${token}` })).status).toBe(401);
});

test("a cross-origin POST is refused before anything is read", async () => {
  const response = await post({ name: "x" }, { cookie: await cookieOf(await createActor()), origin: "https://evil.example", "sec-fetch-site": "cross-site" });
  expect(response.status).toBe(403);
});

test("a refusal keeps its words, a bug tells only a reference", async () => {
  const cookie = await cookieOf(await createActor());
  expect(await (await post({ name: "taken" }, { cookie })).json()).toMatchObject({ status: 409, code: "conflict", detail: "This name is taken." });
  const bug = await (await post({ name: "bug" }, { cookie })).json();
  expect(bug).toMatchObject({ status: 500, reference: expect.stringMatching(/^[0-9a-f]{8}$/) });
  expect(JSON.stringify(bug)).not.toContain("SECRET");
});

test("a method that is not there is 405 with Allow", async () => {
  const response = await GET(new Request("http://localhost:3000/api/things/7/"), { params: Promise.resolve({ id: "7" }) });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST, OPTIONS");
  expect((await OPTIONS(new Request("http://localhost:3000/", { method: "OPTIONS" }), { params: Promise.resolve({}) })).status).toBe(204);
});

test("a limit answers 429 with Retry-After", async () => {
  const limited = defineRoute(defineContract({ ...contract, limit: "sendMessagePerUser" }), async () => ({ id: 1, name: "x", by: 1 }));
  const actor = await createActor();
  const cookie = await cookieOf(actor);
  const send = () => limited(new Request("http://localhost:3000/x", { method: "POST", body: '{"name":"x"}', headers: { cookie, "content-type": "application/json" } }), { params: Promise.resolve({ id: "1" }) });
  for (let n = 0; n < limits.sendMessagePerUser.max; n += 1) expect((await send()).status).toBe(201);
  const refused = await send();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a plain endpoint answers plain JSON, and problem+json only when asked by name", async () => {
  const plain = defineRoute(defineContract({ ...contract, style: "plain", body: z.object({ email: z.email("Enter a valid email address.") }), access: "anyone" }), async () => ({ id: 1, name: "x", by: 1 }));
  const send = (body: string, accept: string) => plain(new Request("http://localhost:3000/x", { method: "POST", body, headers: { accept, "content-type": "application/json" } }), { params: Promise.resolve({ id: "1" }) });
  expect(await (await send('{"email":"x","other":1}', "*/*")).json()).toEqual({ email: ["Enter a valid email address."] });
  expect(await (await send("{", "*/*")).json()).toEqual({ detail: "The body is not JSON." });
  expect(await (await send("", "*/*")).json()).toEqual({ email: ["Enter a valid email address."] });
  expect((await send("{", "application/problem+json")).headers.get("content-type")).toBe("application/problem+json");
});
