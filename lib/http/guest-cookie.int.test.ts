import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { POST as login } from "@/app/api/login/route";
import { POST as token } from "@/app/api/rooms/[id]/token/route";
import { GET as rooms } from "@/app/api/rooms/route";
import { db } from "@/db/client";
import { createActor, createRoomWith, createUser } from "@/db/factories";
import { guest } from "@/db/schema/guests";
import { limits } from "@/lib/core/limits";
import { settings } from "@/lib/core/settings";
import { guestCookie, readGuestCookie } from "@/lib/http/guest-cookie";
import { identifyRequest } from "@/lib/http/identify";
import { clientAddressHeader } from "@/lib/http/request-info";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call, cookiesSet, keep, type Cookies } from "@/lib/http/testing";
import { hashPassword } from "@/lib/platform/password";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";

beforeEach(() => void useFakeLivekit());

let addresses = 0;
/** A new address each time, so that no test uses up another's share. */
const somewhere = () => `198.51.100.${(addresses += 1)}`;

async function publicRoom() {
  return createRoomWith([[await createActor(), "owner"]], { accessLevel: "public" });
}

const enter = (slug: string, body: unknown, cookies: Cookies = {}, address = somewhere()) => call(token, `/api/rooms/${slug}/token/`, { body, cookies, params: { id: slug }, address });
const identify = (cookies: Cookies) => identifyRequest(new Headers({ cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; "), [clientAddressHeader]: "203.0.113.7" }));

test("a name is enough for a public room: the answer is a guest's key and a signed cookie for a day that scripts cannot read", async () => {
  const { slug } = await publicRoom();
  const response = await enter(slug, { name: "  Grace   Hopper " });
  const body = (await response.json()) as Record<string, string>;
  const { guest: cookie } = cookiesSet(response);
  const [row] = await db().select().from(guest).where(eq(guest.name, "Grace Hopper"));
  expect([response.status, body.identity, body.role]).toEqual([200, `g${row!.id}`, "guest"]);
  expect(cookie!.attributes).toEqual(["path=/", `max-age=${settings.guestCookieSeconds}`, "httponly", "samesite=lax"]);
  expect(await identify({ guest: cookie!.value })).toMatchObject({ kind: "guest", guestId: row!.id, name: "Grace Hopper" });
});

test("the same browser stays the same guest, also under another name", async () => {
  const { slug } = await publicRoom();
  const first = await enter(slug, { name: "Grace" });
  const cookies = keep({}, first);
  const again = await enter(slug, {}, cookies);
  const renamed = await enter(slug, { name: "Dr Hopper" }, cookies);
  const identities = await Promise.all([first, again, renamed].map(async (each) => ((await each.json()) as { identity: string }).identity));
  expect(new Set(identities).size).toBe(1);
  expect(await identify(cookies)).toMatchObject({ kind: "guest", name: "Dr Hopper" });
});

test("without a name, or with one that cannot be shown, nobody becomes a guest", async () => {
  const { slug } = await publicRoom();
  for (const body of [{}, { name: "" }, { name: "   " }, { name: "\u202eevil" }, { name: "\u200b" }, { name: "x".repeat(256) }, { name: 7 }, { name: "Grace", role: "owner" }]) {
    const response = await enter(slug, body);
    expect([response.status, response.headers.getSetCookie()]).toEqual([400, []]);
  }
  const before = await db().$count(guest);
  const { slug: closed } = await createRoomWith([[await createActor(), "owner"]], { accessLevel: "authenticated" });
  expect((await enter(closed, { name: "Grace" })).status).toBe(401);
  expect(await db().$count(guest)).toBe(before);
});

test("a forged, altered, foreign or expired cookie is nobody's", async () => {
  const { slug } = await publicRoom();
  const { guest: cookie } = keep({}, await enter(slug, { name: "Grace" }));
  const { guest: other } = keep({}, await enter(slug, { name: "Mallory" }));
  const [id, until, signature] = cookie!.split(".");
  const forged = [`${id}.${until}`, `${id}.${until}.`, `${id}.${until}.${"A".repeat(43)}`, `${id}.${Number(until) + 1}.${signature}`, `${id}.${until}.${other!.split(".")[2]}`, `${cookie}.x`, `0${cookie}`, "", "..", "__proto__"];
  for (const value of forged) expect(await identify({ guest: value })).toMatchObject({ kind: "anonymous" });
  const yesterday = new Date(Date.now() - (settings.guestCookieSeconds + 1) * 1000);
  expect(readGuestCookie(`guest=${guestCookie(Number(id), yesterday).value}`)).toBeNull();
  expect(await identify({ guest: guestCookie(999_999, new Date()).value })).toMatchObject({ kind: "anonymous" });
});

test("a guest's cookie opens nothing that needs an account", async () => {
  const { slug } = await publicRoom();
  const cookies = keep({}, await enter(slug, { name: "Grace" }));
  expect((await call(rooms, "/api/rooms/", { cookies })).status).toBe(403);
});

test("who has a session is that person whatever guest cookie comes with it, and signing in drops the cookie", async () => {
  const { slug } = await publicRoom();
  const cookies = keep({}, await enter(slug, { name: "Grace" }));
  const person = await createUser({ passwordHash: await hashPassword("correct horse battery") });
  const signedIn = await call(login, "/api/login/", { body: { email: person.email, password: "correct horse battery" }, cookies });
  expect(signedIn.status).toBe(200);
  expect(keep(cookies, signedIn)).not.toHaveProperty("guest");
  const ada = await createActor();
  expect(await identify({ ...cookies, [accessCookie]: await mintSessionToken(ada.userId, ada.sessionId) })).toMatchObject({ kind: "user", userId: ada.userId });
});

test("one address makes only so many guests; those who are there already still come in", async () => {
  const { slug } = await publicRoom();
  const address = somewhere();
  const cookies = keep({}, await enter(slug, { name: "First" }, {}, address));
  const before = await db().$count(guest);
  const statuses = new Map<number, number>();
  for (let n = 0; n < 1000; n += 1) {
    const { status } = await enter(slug, { name: `Number ${n}` }, {}, address);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].sort()).toEqual([200, 429]);
  expect(await db().$count(guest)).toBeLessThan(before + limits.newGuestPerClient.max);
  expect((await enter(slug, {}, cookies, address)).status).toBe(200);
});
