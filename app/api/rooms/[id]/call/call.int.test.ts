import { existsSync } from "node:fs";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call as callRow } from "@/db/schema/calls";
import { roomMember } from "@/db/schema/rooms";
import { addressOf, requests, type Things } from "@/e2e/access/world";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import type { CallSwitches } from "@/lib/calls/contract";
import { openGuest } from "@/lib/calls/guests";
import { syncCalls } from "@/lib/calls/sync";
import { enterCall } from "@/lib/calls/testing";
import { allContracts } from "@/lib/http/endpoints/all";
import { guestCookie } from "@/lib/http/guest-cookie";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call, type Cookies } from "@/lib/http/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

type RouteModule = Record<string, Parameters<typeof call>[0]>;

let livekit: FakeLivekit;
let owner: UserActor;
let member: UserActor;
let visitor: UserActor;
let guest: GuestActor;
let roomId: number;
let slug: string;

beforeEach(async () => {
  livekit = useFakeLivekit();
  // A new fake counts its connections anew.
  await db().delete(callRow);
  [owner, member, visitor] = await Promise.all([createActor({ name: "Owner" }), createActor({ name: "Member" }), createActor({ name: "Visitor" })]);
  guest = { kind: "guest", ...(await openGuest(db(), "Guest")), address: "203.0.113.9", requestId: null };
  ({ id: roomId, slug } = await createRoomWith([[owner, "owner"], [member, "member"]], { accessLevel: "public" }));
  await enterCall(livekit, slug, owner, "owner");
  await enterCall(livekit, slug, member, "member");
  for (const each of [visitor, guest]) await enterCall(livekit, slug, each, "guest");
});

async function cookiesOf(actor: UserActor | GuestActor): Promise<Cookies> {
  if (actor.kind === "user") return { [accessCookie]: await mintSessionToken(actor.userId, actor.sessionId) };
  const { name, value } = guestCookie(actor.guestId);
  return { [name]: value };
}

async function post(actor: UserActor | GuestActor, name: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const { POST } = (await import(`@/app/api/rooms/[id]/call/${name}/route.ts`)) as RouteModule;
  const response = await call(POST!, `/api/rooms/${slug}/call/${name}/`, { body, params: { id: slug }, cookies: await cookiesOf(actor) });
  return { status: response.status, body: await response.json() };
}

const roleOf = async ({ userId }: UserActor) => (await db().select({ role: roomMember.role }).from(roomMember).where(eq(roomMember.userId, userId)))[0]?.role;
const seenIn = (identity: string) => livekit.rooms.get(slug)?.participants.get(identity);
const metadata = () => JSON.parse(livekit.rooms.get(slug)?.metadata || "{}") as { switches?: CallSwitches };

/** What every row is, but for those that note that somebody was there. */
async function everything(): Promise<Record<string, string>> {
  const tables = await db().execute<{ name: string }>(sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_name not in ('guest', 'session', 'rate_limit') order by 1`);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db().execute<{ all: string | null }>(sql`select md5(string_agg(t::text, '|' order by t::text)) as all from ${sql.identifier(name)} t`);
    found[name] = row?.all ?? "";
  }
  return found;
}

/** Asking changes nothing; everything else would. */
const told = () => livekit.calls.filter(({ method }) => method !== "listRooms" && method !== "listParticipants");

/** What everyone in a call may call. Whatever else is added under a room's call is a host's until it is named here. */
const forEveryone = ["GET /api/rooms/{id}/call/", "GET /api/rooms/{id}/call/watch/", "POST /api/rooms/{id}/call/captions/", "POST /api/rooms/{id}/call/hand/", "POST /api/rooms/{id}/call/reaction/"];
const ofHosts = allContracts.map(({ method, path: at }) => `${method} ${at}`).filter((route) => /^\w+ \/api\/rooms\/\{id\}\/(call|bans|calls)\//.test(route) && !forEveryone.includes(route));

test("who is in a call without being its host tries every host's endpoint: 403, nothing is written, nothing is told to LiveKit", async () => {
  expect(ofHosts.length).toBeGreaterThan(10);
  const wrong: string[] = [];
  const before = await everything();
  livekit.calls.length = 0;
  const things = { roomId, slug, memberId: owner.userId, videoId: 1 } as Things;
  for (const actor of [guest, visitor, member]) {
    for (const route of ofHosts) {
      const [method = "", pattern = ""] = route.split(" ");
      const file = path.join(process.cwd(), "app", ...pattern.split("/").map((part) => part.replace(/^\{(.*)\}$/, "[$1]")), "route.ts");
      if (!existsSync(file)) throw new Error(`${route} has no file`);
      const handlers = (await import(file)) as RouteModule;
      const names = [...pattern.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
      const { body } = requests[route]?.(things) ?? {};
      const params = Object.fromEntries(names.map((name) => [name, String(roomId)]));
      const { status } = await call(handlers[method]!, addressOf(route, things), { method, params, cookies: await cookiesOf(actor), ...(body === undefined ? {} : { body }) });
      if (status !== 403) wrong.push(`${actor.name}: ${route} ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(told()).toEqual([]);
  expect(await everything()).toEqual(before);
});

test("a host says from within the call who may send what and who is let in; the room keeps it and everyone in the call has it", async () => {
  const answer = await post(owner, "switches", { camera: "hosts", lobby: true });
  expect(answer).toEqual({ status: 200, body: { livekit_synced: true, switches: { microphone: "everyone", camera: "hosts", screen: "everyone", everyone_may_mute: false, lobby: true } } });
  expect([seenIn(`u${member.userId}`)?.sources, seenIn(`g${guest.guestId}`)?.sources]).toEqual([["microphone", "screen"], ["microphone", "screen"]]);
  expect(seenIn(`u${owner.userId}`)?.sources).toEqual(["microphone", "camera", "screen"]);
  expect(metadata().switches).toMatchObject({ camera: "hosts", lobby: true });
  expect(await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, String(roomId)))).toEqual([{ action: "room.updated" }]);

  expect(await post(owner, "switches", { camera: "nobody" })).toMatchObject({ status: 400 });
  expect(await post(owner, "switches", { name: "Other" })).toMatchObject({ status: 400 });
});

test("while LiveKit is away a switch and a role are kept all the same, the answer says that the call has not heard, and the job repeats it", async () => {
  livekit.isAway = true;
  expect(await post(owner, "switches", { microphone: "hosts" })).toMatchObject({ status: 200, body: { livekit_synced: false, switches: { microphone: "hosts" } } });
  expect(await post(owner, "role", { identity: `u${member.userId}`, role: "administrator" })).toEqual({ status: 200, body: { livekit_synced: false, role: "administrator" } });
  livekit.isAway = false;
  expect(seenIn(`u${member.userId}`)).toMatchObject({ attributes: { role: "member" }, sources: ["microphone", "camera", "screen"] });
  await syncCalls();
  expect(seenIn(`u${member.userId}`)).toMatchObject({ attributes: { role: "administrator" }, sources: ["microphone", "camera", "screen"] });
  expect(seenIn(`u${visitor.userId}`)?.sources).toEqual(["camera", "screen"]);
});

test("a member and a guest with an account are made hosts in the call, and members again; their place in the call follows", async () => {
  for (const person of [member, visitor]) {
    expect(await post(owner, "role", { identity: `u${person.userId}`, role: "administrator" })).toEqual({ status: 200, body: { livekit_synced: true, role: "administrator" } });
    expect([await roleOf(person), seenIn(`u${person.userId}`)?.attributes.role]).toEqual(["administrator", "administrator"]);
    expect(await post(person, "spotlight", { identity: null })).toMatchObject({ status: 200 });
  }
  expect(await post(visitor, "role", { identity: `u${member.userId}`, role: "member" })).toMatchObject({ status: 200, body: { role: "member" } });
  expect([await roleOf(member), seenIn(`u${member.userId}`)?.attributes.role]).toEqual(["member", "member"]);
  expect(await post(member, "spotlight", { identity: null })).toMatchObject({ status: 403 });
});

test("nobody becomes a host from a call who has no account or is not there, and no owner is touched", async () => {
  const outsider = await createActor();
  const host = await createActor();
  await db().insert(roomMember).values({ roomId, userId: host.userId, role: "administrator" });
  const before = await everything();
  expect(await post(owner, "role", { identity: `g${guest.guestId}`, role: "administrator" })).toMatchObject({ status: 409, body: { detail: "Only people with an account can be hosts. Ask this guest to sign in." } });
  expect(await post(owner, "role", { identity: `u${outsider.userId}`, role: "administrator" })).toMatchObject({ status: 400 });
  expect(await post(owner, "role", { identity: `u${member.userId}`, role: "owner" })).toMatchObject({ status: 400 });
  expect(await post(host, "role", { identity: `u${owner.userId}`, role: "member" })).toMatchObject({ status: 403 });
  expect(await post(host, "role", { identity: `u${host.userId}`, role: "member" })).toMatchObject({ status: 403 });
  expect(await everything()).toEqual(before);
});
