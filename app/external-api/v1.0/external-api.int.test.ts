import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as tokenRoute from "@/app/external-api/v1.0/application/token/route";
import * as roomRoute from "@/app/external-api/v1.0/rooms/[id]/route";
import * as roomsRoute from "@/app/external-api/v1.0/rooms/route";
import { db } from "@/db/client";
import { createActor, createRoomWith, createUser, signIn } from "@/db/factories";
import { rateLimit, user } from "@/db/schema/accounts";
import { application, applicationSecret, applicationToken } from "@/db/schema/applications";
import { auditEntry } from "@/db/schema/audit";
import { room } from "@/db/schema/rooms";
import { createApplication } from "@/lib/applications/commands/create-application";
import { rotateSecret } from "@/lib/applications/commands/rotate-secret";
import { switchApplication } from "@/lib/applications/commands/switch-application";
import { updateApplication } from "@/lib/applications/commands/update-application";
import { scopes, type ApplicationInput } from "@/lib/applications/contract";
import { getApplication, listApplications } from "@/lib/applications/queries";
import { limits } from "@/lib/core/limits";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";

const everything: ApplicationInput = { name: "Door sign", scopes: [...scopes], allowedDomains: ["example.test"], mayCreatePublicRooms: false, mayCreateUsers: false };
const tokenPath = "/external-api/v1.0/application/token/";

beforeEach(async () => {
  await db().delete(rateLimit);
});

async function setUp(input: Partial<ApplicationInput> = {}) {
  const admin = await createActor({ role: "admin" });
  const person = await createUser();
  const program = await createApplication(admin, { ...everything, ...input });
  return { admin, person, program, body: { client_id: program.clientId, client_secret: program.secret, grant_type: "client_credentials", scope: person.email } };
}

const askToken = (body: unknown) => call(tokenRoute.POST, tokenPath, { body });

async function tokenOf(body: unknown): Promise<string> {
  const response = await askToken(body);
  expect(response.status).toBe(200);
  return (await response.json()).access_token as string;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const list = (token: string) => call(roomsRoute.GET, "/external-api/v1.0/rooms/", { headers: bearer(token) });
const create = (token: string, body: unknown) => call(roomsRoute.POST, "/external-api/v1.0/rooms/", { headers: bearer(token), body });
const retrieve = (token: string, id: number | string) => call(roomRoute.GET, `/external-api/v1.0/rooms/${id}/`, { headers: bearer(token), params: { id: String(id) } });
const change = (token: string, id: number, body: unknown) => call(roomRoute.PATCH, `/external-api/v1.0/rooms/${id}/`, { method: "PATCH", body, headers: bearer(token), params: { id: String(id) } });
const remove = (token: string, id: number) => call(roomRoute.DELETE, `/external-api/v1.0/rooms/${id}/`, { method: "DELETE", headers: bearer(token), params: { id: String(id) } });
const tokensOf = (id: number) => db().$count(applicationToken, eq(applicationToken.applicationId, id));
const auditsOf = async (id: number) => (await db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "application"), eq(auditEntry.targetId, String(id)))).orderBy(auditEntry.id)).map(({ action, details }) => ({ action, ...details }));

test("the right client gets a token for the person, as JSON and as a form; only hashes are stored", async () => {
  const { program, body, person } = await setUp();
  const json = await askToken(body);
  expect(json.status).toBe(200);
  expect(json.headers.get("cache-control")).toContain("no-store");
  const answer = await json.json();
  expect(answer).toEqual({ access_token: expect.stringMatching(/^[\w-]{43}$/), token_type: "Bearer", expires_in: 3600, scope: scopes.join(" ") });
  const form = await call(tokenRoute.POST, tokenPath, { raw: new URLSearchParams(body).toString(), headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" } });
  expect(form.status).toBe(200);
  const stored = JSON.stringify([await db().select().from(applicationToken), await db().select().from(applicationSecret), await db().select().from(application), await db().select().from(auditEntry)]);
  expect(stored).not.toContain(answer.access_token);
  expect(stored).not.toContain(program.secret);
  expect((await db().select().from(application).where(eq(application.id, program.id)))[0]!.lastUsedAt).not.toBeNull();
  expect(await auditsOf(program.id)).toEqual([expect.objectContaining({ action: "application.created" }), { action: "application.token_issued", forUser: person.id }, { action: "application.token_issued", forUser: person.id }]);
});

test.each([
  ["a scope that is no address", { scope: "rooms:list" }, 400],
  ["another grant", { grant_type: "password" }, 400],
  ["a missing secret", { client_secret: undefined }, 400],
  ["an unknown client", { client_id: "00000000-0000-4000-8000-000000000000" }, 401],
  ["a client id that no database takes", { client_id: "a\0b" }, 401],
  ["a wrong secret", { client_secret: "x".repeat(43) }, 401],
  ["a foreign domain", { scope: "user@evil.com.example.test" }, 403],
  ["a domain that only ends alike", { scope: "user@notexample.test" }, 403],
  ["an address that nobody has", { scope: "nobody@example.test" }, 404],
])("%s is refused and no token is made", async (_what, change, status) => {
  const { program, body } = await setUp();
  const response = await askToken({ ...body, ...change });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.text()).not.toContain(program.secret);
  expect(await tokensOf(program.id)).toBe(0);
});

test("letter case in the address and unknown parameters make no difference", async () => {
  const { body } = await setUp();
  expect((await askToken({ ...body, scope: body.scope.replace("example", "EXAMPLE"), audience: "x" })).status).toBe(200);
});

test("a body that is neither JSON nor a form is 415, another method 405", async () => {
  const { body } = await setUp();
  expect((await call(tokenRoute.POST, tokenPath, { raw: JSON.stringify(body), headers: { "content-type": "text/plain" } })).status).toBe(415);
  expect((await call(tokenRoute.GET, tokenPath)).status).toBe(405);
  expect((await call(roomsRoute.POST, "/external-api/v1.0/rooms/", { raw: "name=x", headers: { "content-type": "application/x-www-form-urlencoded", ...bearer(await tokenOf(body)) } })).status).toBe(415);
});

test("refusals of a known application are in the audit log with their reason, those of an unknown one are not", async () => {
  const { admin, program, body } = await setUp();
  await askToken({ ...body, client_secret: "wrong" });
  await askToken({ ...body, scope: "user@elsewhere.test" });
  await askToken({ ...body, scope: "nobody@example.test" });
  await switchApplication(admin, program.id, false);
  await askToken(body);
  expect((await auditsOf(program.id)).slice(1)).toEqual([
    { action: "application.token_refused", reason: "wrong_secret" },
    { action: "application.token_refused", reason: "domain_not_allowed" },
    { action: "application.token_refused", reason: "no_such_user" },
    { action: "application.switched_off" },
    { action: "application.token_refused", reason: "inactive" },
  ]);
});

test("right secrets do not use the failures up", async () => {
  const { body } = await setUp();
  for (let n = 0; n < limits.applicationSecretFailuresPerClient.max + 2; n += 1) expect((await askToken(body)).status).toBe(200);
});

test("a program lists, looks up and makes rooms of its person, and sees no message", async () => {
  const { body, person, program } = await setUp();
  const token = await tokenOf(body);
  const made = await create(token, { name: "Weekly" });
  expect(made.status).toBe(201);
  const weekly = await made.json();
  expect(weekly).toMatchObject({ name: "Weekly", access_level: "restricted", listed: false });
  const foreign = await createRoomWith([[await createActor(), "owner"]]);
  const page = await (await list(token)).json();
  expect(page).toMatchObject({ count: 1, next: null, previous: null, results: [{ id: weekly.id, name: "Weekly" }] });
  expect(page.results[0]).not.toHaveProperty("last_message");
  const one = await retrieve(token, weekly.id);
  expect(one.status).toBe(200);
  expect(await one.json()).toEqual({ ...page.results[0], access_level: "restricted", listed: false, configuration: expect.objectContaining({ chat: true }) });
  expect((await retrieve(token, foreign.id)).status).toBe(404);
  expect((await retrieve(token, "seven")).status).toBe(404);
  const [entry] = await db().select().from(auditEntry).where(and(eq(auditEntry.action, "room.created"), eq(auditEntry.targetId, String(weekly.id))));
  expect(entry).toMatchObject({ actorKind: "application", actorId: program.id, details: { forUser: person.id } });
});

test("a program changes and deletes rooms as far as its person may, never to public without leave, and is in the log for it", async () => {
  const { body, person, program } = await setUp({ mayCreatePublicRooms: false });
  const token = await tokenOf(body);
  const { id } = (await (await create(token, { name: "Plans" })).json()) as { id: number };
  const changed = await change(token, id, { name: "Better plans", configuration: { lobby: true } });
  expect([changed.status, await changed.json()]).toMatchObject([200, { id, name: "Better plans", configuration: { lobby: true, chat: true }, version: 1 }]);
  expect((await change(token, id, { access_level: "public" })).status).toBe(403);
  expect(await (await change(token, id, { color: "red" })).json()).toMatchObject({ status: 400, errors: { color: [expect.any(String)] } });
  const owner = await createActor();
  const asMember = await createRoomWith([[owner, "owner"], [await signIn(person), "member"]]);
  const foreign = await createRoomWith([[owner, "owner"]]);
  expect([(await change(token, asMember.id, { name: "x" })).status, (await remove(token, asMember.id)).status, (await change(token, foreign.id, { name: "x" })).status, (await remove(token, foreign.id)).status]).toEqual([403, 403, 404, 404]);
  expect((await remove(token, id)).status).toBe(204);
  expect([(await retrieve(token, id)).status, (await remove(token, id)).status]).toEqual([404, 404]);
  const entries = await db().select().from(auditEntry).where(and(eq(auditEntry.targetType, "room"), eq(auditEntry.targetId, String(id))));
  expect(entries.map(({ action, actorKind, actorId }) => [action, actorKind, actorId])).toEqual([["room.created", "application", program.id], ["room.updated", "application", program.id], ["room.deleted", "application", program.id]]);
});

test("a hundred wrong secrets end in 429 with a time to wait, from that address only", async () => {
  const { body } = await setUp();
  const statuses: number[] = [];
  for (let i = 0; i < 100; i++) statuses.push((await askToken({ ...body, client_secret: `wrong-${i}` })).status);
  const { max } = limits.applicationSecretFailuresPerClient;
  expect(statuses).toEqual([...Array<number>(max).fill(401), ...Array<number>(100 - max).fill(429)]);
  const refused = await askToken(body);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await call(tokenRoute.POST, tokenPath, { body, address: "198.51.100.9" })).status).toBe(200);
});

test("where creation is allowed, an address without an account gets one that waits, and the program acts for it", async () => {
  const { admin, program, body } = await setUp({ mayCreateUsers: true });
  const ask = (scope: string) => askToken({ ...body, scope });
  expect((await ask("new@evil.com.example.test")).status).toBe(403);
  const answers = await Promise.all([1, 2, 3].map(() => ask("New.Person@example.test")));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const made = await db().select().from(user).where(eq(user.email, "new.person@example.test"));
  expect(made).toEqual([expect.objectContaining({ name: "New Person", passwordHash: null, isActive: false, emailVerifiedAt: null, role: "user" })]);
  expect(await db().$count(user, sql`${user.email} like '%evil.com%'`)).toBe(0);
  const { access_token: token } = await answers[0]!.json();
  expect((await create(token, { name: "For somebody new" })).status).toBe(201);
  expect(await db().$count(auditEntry, and(eq(auditEntry.action, "account.registered"), eq(auditEntry.targetId, String(made[0]!.id))))).toBe(1);
  await updateApplication(admin, program.id, { ...everything, mayCreateUsers: false });
  expect((await list(token)).status).toBe(401);
  expect((await ask("new.person@example.test")).status).toBe(404);
});

test("a program that makes accounts acts neither for one that a stranger registered nor for one that is switched off", async () => {
  const { body } = await setUp({ mayCreateUsers: true });
  const registered = await createUser({ isActive: false, emailVerifiedAt: null, passwordHash: "chosen by whoever typed the address" });
  const off = await createUser({ isActive: false });
  for (const { email } of [registered, off]) expect((await askToken({ ...body, scope: email })).status).toBe(404);
});

test("pages of the list hang together", async () => {
  const { body } = await setUp();
  const token = await tokenOf(body);
  for (const name of ["One", "Two", "Three"]) await create(token, { name });
  const first = await (await call(roomsRoute.GET, "/external-api/v1.0/rooms/?limit=2", { headers: bearer(token) })).json();
  const second = await (await call(roomsRoute.GET, new URL(first.next).pathname + new URL(first.next).search, { headers: bearer(token) })).json();
  expect([...first.results, ...second.results].map(({ name }) => name)).toEqual(["Three", "Two", "One"]);
  expect(second.next).toBeNull();
  expect((await call(roomsRoute.GET, "/external-api/v1.0/rooms/?page=1", { headers: bearer(token) })).status).toBe(400);
});

test("a scope allows its own action and no other, and nothing is written", async () => {
  const asks = { "rooms:list": list, "rooms:retrieve": (token: string) => retrieve(token, 1), "rooms:create": (token: string) => create(token, { name: "Scoped" }), "rooms:update": (token: string) => change(token, 1, { name: "x" }), "rooms:delete": (token: string) => remove(token, 1) };
  const table: Record<string, number[]> = {};
  for (const granted of Object.keys(asks) as (keyof typeof asks)[]) {
    const { body } = await setUp({ scopes: [granted] });
    const token = await tokenOf(body);
    table[granted] = [];
    for (const ask of Object.values(asks)) table[granted].push((await ask(token)).status);
  }
  expect(table).toEqual({
    "rooms:list": [200, 403, 403, 403, 403],
    "rooms:retrieve": [403, 404, 403, 403, 403],
    "rooms:create": [403, 403, 201, 403, 403],
    "rooms:update": [403, 403, 403, 404, 403],
    "rooms:delete": [403, 403, 403, 403, 404],
  });
  expect(await db().$count(room, eq(room.name, "Scoped"))).toBe(1);
});

test("a public room is refused unless the application allows it", async () => {
  const { admin, program, body } = await setUp();
  const token = await tokenOf(body);
  const ask = () => create(token, { name: "Square", access_level: "public" });
  expect((await ask()).status).toBe(403);
  expect(await db().$count(room, eq(room.name, "Square"))).toBe(0);
  await updateApplication(admin, program.id, { ...everything, mayCreatePublicRooms: true });
  expect((await ask()).status).toBe(201);
});

test("bad input to a program's room is refused by field and nothing is written", async () => {
  const { body } = await setUp();
  const response = await create(await tokenOf(body), { name: "Strict", owner: 1 });
  expect(response.status).toBe(400);
  expect((await response.json()).errors).toHaveProperty("owner");
  expect(await db().$count(room, eq(room.name, "Strict"))).toBe(0);
});

test("no token, a made-up one, a session cookie and a session token are all 401", async () => {
  const actor = await createActor();
  const session = await mintSessionToken(actor.userId, actor.sessionId);
  const headers = [{}, bearer("x".repeat(43)), bearer(session), { cookie: `${accessCookie}=${session}` }, { authorization: "Bearer null" }];
  for (const each of headers) {
    const response = await call(roomsRoute.GET, "/external-api/v1.0/rooms/", { headers: each as Record<string, string> });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
});

test("a token dies at once with its time, its application, its person, its domain and its scope", async () => {
  const { admin, person, program, body } = await setUp();
  const statusOf = async (token: string) => (await list(token)).status;

  const over = await tokenOf(body);
  expect(await statusOf(over)).toBe(200);
  await db().update(applicationToken).set({ expiresAt: sql`now() - interval '1 second'` });
  expect(await statusOf(over)).toBe(401);

  const token = await tokenOf(body);
  await updateApplication(admin, program.id, { ...everything, scopes: ["rooms:create"] });
  expect(await statusOf(token)).toBe(403);
  await updateApplication(admin, program.id, { ...everything, allowedDomains: ["elsewhere.test"] });
  expect(await statusOf(token)).toBe(401);
  await updateApplication(admin, program.id, everything);
  expect(await statusOf(token)).toBe(200);

  await db().update(user).set({ isActive: false }).where(eq(user.id, person.id));
  expect(await statusOf(token)).toBe(401);
  expect((await askToken(body)).status).toBe(404);
  await db().update(user).set({ isActive: true }).where(eq(user.id, person.id));

  await switchApplication(admin, program.id, false);
  expect(await statusOf(token)).toBe(401);
  expect((await askToken(body)).status).toBe(401);
  await switchApplication(admin, program.id, true);
  expect(await statusOf(token)).toBe(401);
});

test("after a rotation both secrets are good, the old one until its day is over", async () => {
  const { admin, program, body } = await setUp();
  const { secret } = await rotateSecret(admin, program.id, { endOldNow: false });
  expect(secret).not.toBe(program.secret);
  expect((await askToken(body)).status).toBe(200);
  expect((await askToken({ ...body, client_secret: secret })).status).toBe(200);
  const { oldSecretUntil } = await getApplication(admin, program.id);
  expect(oldSecretUntil!.getTime()).toBeGreaterThan(Date.now() + 23 * 3600_000);
  await db().update(applicationSecret).set({ expiresAt: sql`now() - interval '1 second'` }).where(sql`${applicationSecret.expiresAt} is not null`);
  expect((await askToken(body)).status).toBe(401);
  expect((await askToken({ ...body, client_secret: secret })).status).toBe(200);
  expect((await getApplication(admin, program.id)).oldSecretUntil).toBeNull();
});

test("the list says of each application by itself until when its old secret is good", async () => {
  const [first, second, third] = [await setUp(), await setUp(), await setUp()];
  for (const { admin, program } of [first, third, third]) await rotateSecret(admin, program.id, { endOldNow: false });
  const until = new Map((await listApplications(first.admin)).map(({ id, oldSecretUntil }) => [id, oldSecretUntil !== null]));
  expect([first, second, third].map(({ program }) => until.get(program.id))).toEqual([true, false, true]);
});

test("a leaked secret ends at once, with the tokens made with it", async () => {
  const { admin, program, body } = await setUp();
  const token = await tokenOf(body);
  const { secret } = await rotateSecret(admin, program.id, { endOldNow: true });
  expect((await list(token)).status).toBe(401);
  expect((await askToken(body)).status).toBe(401);
  expect((await askToken({ ...body, client_secret: secret })).status).toBe(200);
});

test("only an admin manages applications; for others nothing is written", async () => {
  const { program } = await setUp();
  const before = [await db().$count(application), await db().$count(applicationSecret), await db().$count(auditEntry)];
  for (const role of ["user", "moderator"] as const) {
    const actor = await createActor({ role });
    for (const run of [
      () => createApplication(actor, everything),
      () => updateApplication(actor, program.id, { ...everything, name: "Mine" }),
      () => switchApplication(actor, program.id, false),
      () => rotateSecret(actor, program.id, { endOldNow: true }),
      () => listApplications(actor),
      () => getApplication(actor, program.id),
    ]) await expect(run()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect([await db().$count(application), await db().$count(applicationSecret), await db().$count(auditEntry)]).toEqual(before);
});

test("each change is in the audit log, without the secret; a change of nothing is not", async () => {
  const { admin, program } = await setUp();
  await updateApplication(admin, program.id, everything);
  await updateApplication(admin, program.id, { ...everything, name: "Lobby screen" });
  const { secret } = await rotateSecret(admin, program.id, { endOldNow: false });
  await switchApplication(admin, program.id, false);
  const entries = await auditsOf(program.id);
  expect(entries.map(({ action }) => action)).toEqual(["application.created", "application.updated", "application.secret_rotated", "application.switched_off"]);
  expect(entries[1]).toEqual({ action: "application.updated", name: { from: "Door sign", to: "Lobby screen" } });
  expect(JSON.stringify(entries)).not.toContain(secret);
  await expect(updateApplication(admin, 999_999, everything)).rejects.toMatchObject({ code: "not_found" });
});
