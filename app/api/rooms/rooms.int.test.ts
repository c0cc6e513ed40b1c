import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as messagesRoute from "@/app/api/rooms/[id]/messages/route";
import * as eventsRoute from "@/app/api/rooms/[id]/events/route";
import * as joinRoute from "@/app/api/rooms/[id]/join/route";
import * as leaveRoute from "@/app/api/rooms/[id]/leave/route";
import * as readRoute from "@/app/api/rooms/[id]/read/route";
import * as roomRoute from "@/app/api/rooms/[id]/route";
import * as roomsRoute from "@/app/api/rooms/route";
import * as searchRoute from "@/app/api/search/route";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { message } from "@/db/schema/chat";
import { room, roomEvent, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { limits } from "@/lib/core/limits";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";

type Route = Partial<Record<"GET" | "POST" | "PATCH", (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>>>;
type Answer = { status: number; headers: Headers; body: unknown };

async function ask(route: Route, method: "GET" | "POST" | "PATCH", actor: UserActor | null, { id = "", query = "", body }: { id?: string | number; query?: string; body?: unknown } = {}): Promise<Answer> {
  const headers: Record<string, string> = { authorization: "Bearer null" };
  if (actor) headers.cookie = `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  const request = new Request(`http://localhost:3000/api/x${query}`, { method, headers, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }) });
  const response = await route[method]!(request, { params: Promise.resolve({ id: String(id) }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

const defaults = {
  microphone: "everyone", camera: "everyone", screen: "everyone", start_muted: false, start_camera_off: false,
  everyone_may_mute: false, encryption: false, lobby: false, chat: true, slow_mode_seconds: 0, recording: "hosts", recording_consent: false, recording_to_library: false, recording_kept_days: 0, max_participants: 100,
};
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const versionOf = async (id: number) => (await db().select({ version: room.version }).from(room).where(eq(room.id, id)))[0]!.version;
const eventsOf = (id: number) => db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));

test("without a session every path of the chat answers 403 in plain words, and our own paths 401", async () => {
  const owner = await createActor();
  const { id } = await createRoomWith([[owner, "owner"]]);
  const detail = { detail: "Authentication credentials were not provided." };
  const plain: [Route, "GET" | "POST"][] = [[roomsRoute, "GET"], [roomRoute, "GET"], [messagesRoute, "GET"], [messagesRoute, "POST"], [joinRoute, "POST"], [leaveRoute, "POST"], [searchRoute, "GET"]];
  for (const [route, method] of plain) expect(await ask(route, method, null, { id, ...(method === "POST" ? { body: { content: "x" } } : {}) })).toMatchObject({ status: 403, body: detail });
  expect((await ask(roomsRoute, "POST", null, { body: { name: "x" } })).status).toBe(401);
  expect((await ask(eventsRoute, "GET", null, { id, query: "?after=0" })).status).toBe(401);
  expect(await versionOf(id)).toBe(0);
});

describe("rooms", () => {
  test("a made room is its maker's: owner, version 0, a slug from the name, an audit entry", async () => {
    const ada = await createActor();
    const { status, body } = await ask(roomsRoute, "POST", ada, { body: { name: "  Réunion d'équipe  " } });
    const made = body as { id: number };
    expect([status, body]).toEqual([201, {
      id: expect.any(Number), name: "Réunion d'équipe", slug: "reunion-d-equipe", version: 0, bumped_at: time, member_count: 1, last_message: null,
      access_level: "public", listed: false, configuration: defaults, abilities: { send_messages: true, attach_files: true, delete_messages: true, leave: false, change: true, delete: true, manage_members: true, make_owners: true },
    }]);
    expect(await db().select({ userId: roomMember.userId, role: roomMember.role }).from(roomMember).where(eq(roomMember.roomId, made.id))).toEqual([{ userId: ada.userId, role: "owner" }]);
    expect(await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, String(made.id)))).toEqual([{ action: "room.created" }]);
  });

  test("a second room of the same name gets a random address, and so does a name without letters", async () => {
    const ada = await createActor();
    const slugs = [];
    for (const name of ["Twice", "Twice", "会议"]) slugs.push(((await ask(roomsRoute, "POST", ada, { body: { name } })).body as { slug: string }).slug);
    expect(slugs).toEqual(["twice", expect.stringMatching(/^[a-z]{3}-[a-z]{4}-[a-z]{3}$/), expect.stringMatching(/^[a-z]{3}-[a-z]{4}-[a-z]{3}$/)]);
  });

  test("a taken address and a taken listed name, in other letters, are 409 and name the field; nothing is written", async () => {
    const ada = await createActor();
    await ask(roomsRoute, "POST", ada, { body: { name: "Town hall", slug: "town-hall-x", listed: true } });
    const before = (await db().select().from(room)).length;
    expect(await ask(roomsRoute, "POST", ada, { body: { name: "Other", slug: "town-hall-x" } })).toMatchObject({ status: 409, body: { code: "conflict", errors: { slug: ["This address is taken."] } } });
    expect(await ask(roomsRoute, "POST", ada, { body: { name: "TOWN HALL", listed: true } })).toMatchObject({ status: 409, body: { errors: { name: ["A listed room has this name already."] } } });
    expect((await db().select().from(room)).length).toBe(before);
    expect((await ask(roomsRoute, "POST", ada, { body: { name: "TOWN HALL" } })).status).toBe(201);
  });

  test("what is no room is refused by field, without repeating the input, and nothing is written", async () => {
    const ada = await createActor();
    const before = (await db().select().from(room)).length;
    const refusals: [unknown, string][] = [
      [{}, "name"], [{ name: "" }, "name"], [{ name: "   " }, "name"], [{ name: "\u200b" }, "name"], [{ name: "x".repeat(256) }, "name"], [{ name: "a\u202eb" }, "name"], [{ name: "a\0b" }, "name"], [{ name: 7 }, "name"],
      [{ name: "x", slug: "12" }, "slug"], [{ name: "x", slug: "A b" }, "slug"], [{ name: "x", slug: "" }, "slug"],
      [{ name: "x", access_level: "secret" }, "access_level"], [{ name: "x", owner_id: 1 }, "owner_id"], [{ name: "x", configuration: { gravity: 0 } }, "configuration.gravity"],
    ];
    for (const [body, field] of refusals) {
      const answer = await ask(roomsRoute, "POST", ada, { body });
      expect([answer.status, answer.headers.get("content-type"), Object.keys((answer.body as { errors: object }).errors)]).toEqual([400, "application/problem+json", [field]]);
      expect(JSON.stringify(answer.body)).not.toMatch(/secret|xxxx/);
    }
    expect((await ask(roomsRoute, "POST", ada, { body: "{no json" })).status).toBe(400);
    expect((await db().select().from(room)).length).toBe(before);
    for (const name of ["x", "x".repeat(255), "🙂".repeat(255), "<img src=x onerror=alert(1)>", "__proto__"]) expect(await ask(roomsRoute, "POST", ada, { body: { name } })).toMatchObject({ status: 201, body: { name } });
  });

  test("the list holds one's own rooms, the one last written in first, in pages by absolute links", async () => {
    const [ada, grace] = await Promise.all([createActor(), createActor({ name: "Grace" })]);
    const rooms = [];
    for (let n = 0; n < 3; n += 1) rooms.push(await createRoomWith([[ada, "owner"], [grace, "member"]], { bumpedAt: new Date(Date.UTC(2026, 4, 6, 14, n)) }));
    await createRoomWith([[grace, "owner"]]);
    await createRoomWith([[ada, "owner"]], { deletedAt: new Date() });
    await ask(messagesRoute, "POST", grace, { id: rooms[0]!.id, body: { content: "hello" } });
    const first = (await ask(roomsRoute, "GET", ada, { query: "?limit=2" })).body as { next: string; results: { id: number }[] };
    expect(first).toEqual({ count: 3, next: expect.stringMatching(/^http:\/\/localhost:3000\/api\/rooms\/\?limit=2&before=/), previous: null, results: [expect.anything(), expect.anything()] });
    expect(first.results.map((each) => each.id)).toEqual([rooms[0]!.id, rooms[2]!.id]);
    expect(first.results[0]).toEqual({
      id: rooms[0]!.id, name: rooms[0]!.name, slug: rooms[0]!.slug, version: 1, bumped_at: time, member_count: 2,
      last_message: { id: expect.any(Number), content: "hello", user: { id: grace.userId, username: "Grace" }, room: { id: rooms[0]!.id, version: 1, bumped_at: time }, created_at: time },
    });
    const second = (await ask(roomsRoute, "GET", ada, { query: new URL(first.next).search })).body;
    expect(second).toMatchObject({ count: 3, next: null, previous: "http://localhost:3000/api/rooms/?limit=2", results: [{ id: rooms[1]!.id, bumped_at: "2026-05-06T14:01:00.000000Z" }] });
    expect((await ask(roomsRoute, "GET", ada, { query: "?limit=x&before=nowhere" })).status).toBe(200);
  });

  test("a search finds listed rooms and one's own, never by wildcard, and says whose one is", async () => {
    const [ada, grace] = await Promise.all([createActor(), createActor()]);
    const tag = randomUUID().slice(0, 8);
    const listed = await createRoomWith([[grace, "owner"]], { name: `Zoo 100% ${tag}`, listed: true });
    const own = await createRoomWith([[ada, "member"]], { name: `aquarium ${tag}` });
    await createRoomWith([[grace, "owner"]], { name: `hidden ${tag}` });
    await createRoomWith([[grace, "owner"]], { name: `gone ${tag}`, listed: true, deletedAt: new Date() });
    const found = (await ask(searchRoute, "GET", ada, { query: `?q=${tag.toUpperCase()}` })).body as { results: object[] };
    expect(found).toMatchObject({ count: 2, next: null, previous: null });
    expect(found.results).toEqual([
      { id: own.id, name: own.name, slug: own.slug, created_at: time, updated_at: time, is_member: true },
      { id: listed.id, name: listed.name, slug: listed.slug, created_at: time, updated_at: time, is_member: false },
    ]);
    expect((await ask(searchRoute, "GET", ada, { query: `?q=${encodeURIComponent(`100% ${tag}`)}` })).body).toMatchObject({ count: 1 });
    expect((await ask(searchRoute, "GET", ada, { query: `?q=${encodeURIComponent(`_oo%${tag}`)}` })).body).toMatchObject({ count: 0 });
    expect((await ask(searchRoute, "GET", ada, { query: `?q=${tag}&limit=1` })).body).toMatchObject({ next: `http://localhost:3000/api/search/?q=${tag}&limit=1&offset=1`, results: [{ id: own.id }] });
  });

  test("one room is told to its members; for others, and by what is no id, there is none", async () => {
    const [ada, stranger, admin] = await Promise.all([createActor(), createActor(), createActor({ role: "admin" })]);
    const { id, slug } = await createRoomWith([[ada, "owner"]]);
    expect(await ask(roomRoute, "GET", ada, { id })).toMatchObject({ status: 200, body: { id, slug, version: 0, last_message: null } });
    for (const actor of [stranger, admin]) expect((await ask(roomRoute, "GET", actor, { id })).status).toBe(404);
    for (const other of ["0", "abc", slug, "1e3", `0${id}`, "99999999999999999999"]) expect((await ask(roomRoute, "GET", ada, { id: other })).status).toBe(404);
  });
});

describe("join and leave", () => {
  test("joining takes one version and tells the room; joining again is 409 with one member and takes none", async () => {
    const [owner, guest] = await Promise.all([createActor(), createActor({ name: "Guest" })]);
    const { id, name, slug } = await createRoomWith([[owner, "owner"]]);
    const { status, body } = await ask(joinRoute, "POST", guest, { id });
    const shape = { room: { id, name, slug, version: 1, bumped_at: time, member_count: 2, last_message: null }, user: { id: guest.userId, username: "Guest" } };
    expect([status, body]).toEqual([200, shape]);
    expect((await eventsOf(id)).map(({ type, body: told }) => [type, told])).toEqual([["user_joined", body]]);
    expect(await ask(joinRoute, "POST", guest, { id })).toMatchObject({ status: 409, body: { message: "already a member" } });
    expect(Object.keys((await ask(joinRoute, "POST", guest, { id })).body as object)).toEqual(["message"]);
    expect([await versionOf(id), (await eventsOf(id)).length]).toEqual([1, 1]);
  });

  test("ten joins of one person at once make one member and one version", async () => {
    const [owner, guest] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[owner, "owner"]]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(joinRoute, "POST", guest, { id })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect((await ask(roomRoute, "GET", owner, { id })).body).toMatchObject({ version: 1, member_count: 2 });
  });

  test("twenty people join at once without standing in each other's way", async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => createActor()));
    const { id } = await createRoomWith([[await createActor(), "owner"]]);
    const answers = await Promise.all(people.map((person) => ask(joinRoute, "POST", person, { id })));
    expect(answers.map((answer) => answer.status)).toEqual(people.map(() => 200));
    expect(await versionOf(id)).toBe(20);
  });

  test("a restricted room takes nobody by themselves (403), a deleted or unknown one is 404, and nothing is written", async () => {
    const [owner, guest] = await Promise.all([createActor(), createActor()]);
    const restricted = await createRoomWith([[owner, "owner"]], { accessLevel: "restricted" });
    const deleted = await createRoomWith([[owner, "owner"]], { deletedAt: new Date() });
    expect((await ask(joinRoute, "POST", guest, { id: restricted.id })).status).toBe(403);
    expect((await ask(joinRoute, "POST", guest, { id: deleted.id })).status).toBe(404);
    expect((await ask(joinRoute, "POST", guest, { id: 999_999_999 })).status).toBe(404);
    for (const { id } of [restricted, deleted]) {
      expect([await versionOf(id), await eventsOf(id)]).toEqual([0, []]);
      expect(await db().select().from(roomMember).where(eq(roomMember.roomId, id))).toHaveLength(1);
    }
  });

  test("leaving tells the room, ends reading and writing; leaving again is 404", async () => {
    const [owner, guest] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[owner, "owner"], [guest, "member"]]);
    const { status, body } = await ask(leaveRoute, "POST", guest, { id });
    expect([status, body]).toMatchObject([200, { room: { id, version: 1, member_count: 1 }, user: { id: guest.userId } }]);
    expect((await eventsOf(id)).map(({ type, body: told }) => [type, told])).toEqual([["user_left", body]]);
    expect((await ask(leaveRoute, "POST", guest, { id })).status).toBe(404);
    expect((await ask(messagesRoute, "GET", guest, { id })).status).toBe(404);
    expect((await ask(messagesRoute, "POST", guest, { id, body: { content: "x" } })).status).toBe(404);
    expect(await versionOf(id)).toBe(1);
  });

  test("the last owner stays (409), also when two owners leave at once", async () => {
    const [one, two] = await Promise.all([createActor(), createActor()]);
    const { id } = await createRoomWith([[one, "owner"], [two, "owner"]]);
    const answers = await Promise.all([one, two].map((owner) => ask(leaveRoute, "POST", owner, { id })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(await db().select().from(roomMember).where(eq(roomMember.roomId, id))).toHaveLength(1);
    expect([await versionOf(id), (await eventsOf(id)).length]).toEqual([1, 1]);
  });
});

describe("messages", () => {
  test("a message is 201, its client id again 200 with the first, unknown fields are not looked at", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    const clientId = randomUUID();
    const first = await ask(messagesRoute, "POST", ada, { id, body: { content: " kept as it is\n", client_id: clientId, user_id: 1, role: "owner" } });
    expect([first.status, first.body]).toMatchObject([201, { content: " kept as it is\n", room: { id, version: 1 }, created_at: time }]);
    const again = await ask(messagesRoute, "POST", ada, { id, body: { content: "other", client_id: clientId } });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const list = await ask(messagesRoute, "GET", ada, { id });
    expect([list.status, list.body]).toEqual([200, { count: 1, next: null, previous: null, results: [first.body] }]);
  });

  test("what is no message is 400 with the field alone, and nothing is written", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    const bad = ["", "  \n\t", "\u200b\u200d", "x".repeat(10_001), "🙂".repeat(10_001), "a\0b", "a\ud800b", 7, null, ["x"], {}];
    for (const content of bad) {
      const { status, body } = await ask(messagesRoute, "POST", ada, { id, body: { content } });
      expect([status, body]).toEqual([400, { content: [expect.any(String)] }]);
    }
    expect((await ask(messagesRoute, "POST", ada, { id, body: {} })).body).toEqual({ content: [expect.any(String)] });
    expect((await ask(messagesRoute, "POST", ada, { id, body: { content: "x", client_id: "7" } })).body).toEqual({ client_id: ["Use a UUID."] });
    expect([await versionOf(id), await db().select().from(message).where(eq(message.roomId, id))]).toEqual([0, []]);
  });

  test("10,000 characters are taken, counted as people count them", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    for (const content of ["x".repeat(10_000), "🙂".repeat(10_000)]) expect(await ask(messagesRoute, "POST", ada, { id, body: { content } })).toMatchObject({ status: 201, body: { content } });
  });

  test("who writes faster than people do is told to wait (429), and the rest is not written", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    const answers = await Promise.all(Array.from({ length: limits.sendMessagePerUser.max + 5 }, (_, n) => ask(messagesRoute, "POST", ada, { id, body: { content: String(n) } })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(limits.sendMessagePerUser.max);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(5);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await versionOf(id)).toBe(limits.sendMessagePerUser.max);
  });
});

test("a reader's hole is filled by the events after a version; what is no longer kept is said to be lost", async () => {
  const [ada, stranger] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  for (const content of ["a", "b", "c"]) await ask(messagesRoute, "POST", ada, { id, body: { content } });
  const after = (version: number, actor = ada) => ask(eventsRoute, "GET", actor, { id, query: `?after=${version}` });
  expect((await after(1)).body).toMatchObject({ events: [{ type: "message_added", room_id: id, version: 2, body: { content: "b" } }, { version: 3 }], lost: false, more: false });
  expect((await after(3)).body).toEqual({ events: [], lost: false, more: false });
  expect((await after(0, stranger)).status).toBe(404);
  expect((await ask(eventsRoute, "GET", ada, { id, query: "?after=-1" })).status).toBe(400);
  await db().delete(roomEvent).where(eq(roomEvent.version, 1));
  expect((await after(0)).body).toMatchObject({ lost: true });
  expect((await after(1)).body).toMatchObject({ lost: false });
});

test("reading moves the mark forward only, never past the room, and never for strangers", async () => {
  const [ada, stranger] = await Promise.all([createActor(), createActor()]);
  const { id } = await createRoomWith([[ada, "owner"]]);
  for (const content of ["a", "b"]) await ask(messagesRoute, "POST", ada, { id, body: { content } });
  const mark = async () => (await db().select({ read: roomMember.readVersion }).from(roomMember).where(eq(roomMember.roomId, id)))[0]?.read;
  for (const [version, expected] of [[1, 1], [99, 2], [1, 2]] as const) {
    expect((await ask(readRoute, "POST", ada, { id, body: { version } })).status).toBe(204);
    expect(await mark()).toBe(expected);
  }
  expect((await ask(readRoute, "POST", stranger, { id, body: { version: 1 } })).status).toBe(404);
  expect((await ask(readRoute, "POST", ada, { id, body: { version: -1 } })).status).toBe(400);
});
