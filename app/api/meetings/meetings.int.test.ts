import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as extendRoute from "@/app/api/meetings/[uuid]/extend/route";
import * as windowRoute from "@/app/api/meetings/[uuid]/window/route";
import * as meetingsRoute from "@/app/api/meetings/route";
import * as externalOne from "@/app/external-api/v1.0/meetings/[id]/route";
import * as externalList from "@/app/external-api/v1.0/meetings/route";
import { db } from "@/db/client";
import { createActor, createUser } from "@/db/factories";
import { meeting } from "@/db/schema/meetings";
import { createApplication } from "@/lib/applications/commands/create-application";
import { issueToken } from "@/lib/applications/commands/issue-token";
import { scopes, type Scope } from "@/lib/applications/contract";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";
import { uuidOf } from "@/lib/meetings/names";

let host: UserActor;
let cookies: Record<string, string>;
beforeEach(async () => {
  host = await createActor();
  cookies = { [accessCookie]: await mintSessionToken(host.userId, host.sessionId) };
});

const body = { title: "Weekly sync", starts_at: "2030-05-06T14:00:00+02:00", duration_minutes: 45, timezone: "Europe/Berlin" };
const create = (sent: unknown, headers: Record<string, string> = {}) => call(meetingsRoute.POST, "/api/meetings/", { body: sent, cookies, headers });
const count = () => db().$count(meeting, eq(meeting.hostId, host.userId));

test("a meeting is made as the contract says: 201 with its times, address, room and state", async () => {
  const response = await create(body);
  expect(response.status).toBe(201);
  const made = await response.json();
  expect(made).toMatchObject({
    id: expect.any(Number),
    title: "Weekly sync",
    starts_at: "2030-05-06T12:00:00.000000Z",
    ends_at: "2030-05-06T12:45:00.000000Z",
    duration_minutes: 45,
    timezone: "Europe/Berlin",
    unique_name: expect.stringMatching(/^weekly-sync-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    room: { id: expect.any(Number), slug: expect.any(String) },
    state: "upcoming",
  });
  expect(made.url).toBe(`http://localhost:3000/m/${made.unique_name}`);
});

test.each([
  ["an unknown field", { host: 1 }, "host"],
  ["a duration as text", { duration_minutes: "30" }, "duration_minutes"],
  ["a duration of 0", { duration_minutes: 0 }, "duration_minutes"],
  ["a zone that is none", { timezone: "Mars/Base" }, "timezone"],
  ["an offset in place of a zone", { timezone: "+02:00" }, "timezone"],
  ["a year far away", { starts_at: "9999-01-01T00:00:00Z" }, "starts_at"],
  ["NUL in the title", { title: "a\0b" }, "title"],
])("%s is 400 by field, and nothing is written", async (_what, wrong, field) => {
  const response = await create({ ...body, ...wrong });
  expect(response.status).toBe(400);
  expect((await response.json()).errors).toHaveProperty(field);
  expect(await count()).toBe(0);
});

test("the same Idempotency-Key again answers the first meeting; with another body 409; one that is no key 400", async () => {
  const first = await (await create(body, { "idempotency-key": "a-1" })).json();
  const second = await create(body, { "idempotency-key": "a-1" });
  expect([second.status, (await second.json()).id]).toEqual([201, first.id]);
  expect((await create({ ...body, title: "Other" }, { "idempotency-key": "a-1" })).status).toBe(409);
  expect((await create(body, { "idempotency-key": "a b" })).status).toBe(400);
  expect(await count()).toBe(1);
});

test("the window is told to whoever has the address, with the server's clock; a guess is 404", async () => {
  const made = await (await create(body)).json();
  const uuid = uuidOf(made.unique_name)!;
  const ask = (value: string) => call(windowRoute.GET, `/api/meetings/${value}/window/`, { params: { uuid: value } });
  const answer = await ask(uuid);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ state: "upcoming", starts_at: made.starts_at, ends_at: made.ends_at, cancelled: false, now: expect.stringMatching(/Z$/) });
  expect((await ask("00000000-0000-4000-8000-000000000000")).status).toBe(404);
  expect((await ask("x")).status).toBe(404);
});

test("extending by minutes that are not offered is 400, before the start 409", async () => {
  const made = await (await create(body)).json();
  const extend = (minutes: unknown) => call(extendRoute.POST, "/x", { body: { minutes }, cookies, params: { uuid: uuidOf(made.unique_name)! } });
  expect([(await extend(7)).status, (await extend("15")).status, (await extend(15)).status]).toEqual([400, 400, 409]);
});

async function tokenFor(granted: Scope[], email: string): Promise<Record<string, string>> {
  const { clientId, secret } = await createApplication(await createActor({ role: "admin" }), { name: "Planner", scopes: granted, allowedDomains: ["example.test"], mayCreatePublicRooms: false, mayCreateUsers: false });
  const { access_token: token } = await issueToken({ kind: "anonymous", address: "203.0.113.1", requestId: null }, { client_id: clientId, client_secret: secret, grant_type: "client_credentials", scope: email });
  return { authorization: `Bearer ${token}` };
}

test("a program schedules, lists, looks up, changes and cancels its person's meetings, and no one else's", async () => {
  const person = await createUser();
  const headers = await tokenFor([...scopes], person.email);
  const made = await (await call(externalList.POST, "/external-api/v1.0/meetings/", { body: { ...body, recurrence: "FREQ=WEEKLY;COUNT=3" }, headers })).json();
  expect(made).toMatchObject({ title: "Weekly sync", recurrence: "FREQ=WEEKLY;COUNT=3" });
  const list = await (await call(externalList.GET, "/external-api/v1.0/meetings/?limit=1", { headers })).json();
  expect(list).toMatchObject({ count: 1, next: null, previous: null, results: [{ id: made.id }] });
  const one = (method: "GET" | "PATCH" | "DELETE", id: number, sent?: unknown) =>
    call(externalOne[method], `/external-api/v1.0/meetings/${id}/`, { method, headers, params: { id: String(id) }, ...(sent === undefined ? {} : { body: sent }) });
  expect(await (await one("PATCH", made.id, { duration_minutes: 60 })).json()).toMatchObject({ duration_minutes: 60, recurrence: "FREQ=WEEKLY;COUNT=3" });
  expect((await one("PATCH", made.id, { room_id: 1 })).status).toBe(400);
  expect((await one("DELETE", made.id)).status).toBe(204);
  expect(await (await one("GET", made.id)).json()).toMatchObject({ state: "over", cancelled: true });
  const foreign = await (await create(body)).json();
  expect([(await one("GET", foreign.id)).status, (await one("PATCH", foreign.id, { title: "Mine" })).status, (await one("DELETE", foreign.id)).status]).toEqual([404, 404, 404]);
  expect((await db().select().from(meeting).where(eq(meeting.id, foreign.id)))[0]).toMatchObject({ title: "Weekly sync", cancelledAt: null });
});

test("each scope of meetings allows its own action alone", async () => {
  const person = await createUser();
  const all = await tokenFor([...scopes], person.email);
  const { id } = await (await call(externalList.POST, "/external-api/v1.0/meetings/", { body, headers: all })).json();
  const params = { id: String(id) };
  const table: Record<string, number[]> = {};
  for (const scope of ["meetings:list", "meetings:retrieve", "meetings:create", "meetings:update", "meetings:delete"] as const) {
    const headers = await tokenFor([scope], person.email);
    table[scope] = [
      (await call(externalList.GET, "/x", { headers })).status,
      (await call(externalOne.GET, "/x", { headers, params })).status,
      (await call(externalList.POST, "/x", { headers, body })).status,
      (await call(externalOne.PATCH, "/x", { method: "PATCH", headers, params, body: { title: "T" } })).status,
      (await call(externalOne.DELETE, "/x", { method: "DELETE", headers, params })).status,
    ];
  }
  expect(table).toEqual({
    "meetings:list": [200, 403, 403, 403, 403],
    "meetings:retrieve": [403, 200, 403, 403, 403],
    "meetings:create": [403, 403, 201, 403, 403],
    "meetings:update": [403, 403, 403, 200, 403],
    "meetings:delete": [403, 403, 403, 403, 204],
  });
});
