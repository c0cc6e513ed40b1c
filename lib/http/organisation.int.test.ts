import http from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { accountIdentity } from "@/db/schema/identities";
import { GET as start } from "@/app/(account)/login/organisation/route";
import { GET as nextAuth } from "@/app/api/auth/[...nextauth]/route";
import { POST as logout } from "@/app/api/logout/route";
import { env } from "@/lib/platform/env";
import { call, keep, type Cookies } from "@/lib/http/testing";
import { hashPassword } from "@/lib/platform/password";

/** A real provider on loopback; whoever signs in there is the person in `claims`. */
let server: http.Server;
let claims: { sub: string; email?: string; email_verified?: boolean; name?: string };

beforeAll(async () => {
  const { default: Provider } = await import("oidc-provider");
  server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "atrium", client_secret: "a-client-secret-for-tests-long-enough", redirect_uris: ["http://localhost:3000/api/auth/callback/oidc"] }],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ ...claims, sub: id }) }),
    cookies: { keys: ["cookie-key-for-tests"] },
    features: { devInteractions: { enabled: false } },
  });
  // The provider's own sign-in page: here it lets the person in at once and grants what was asked.
  server.on("request", (req, res) => {
    const uid = /^\/interaction\/([\w-]+)/.exec(req.url ?? "")?.[1];
    if (!uid) return void provider.callback()(req, res);
    void (async () => {
      const details = await provider.interactionDetails(req, res);
      const grant = new provider.Grant({ accountId: claims.sub, clientId: String(details.params.client_id) });
      grant.addOIDCScope("openid email profile");
      await provider.interactionFinished(req, res, { login: { accountId: claims.sub }, consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: false });
    })();
  });
  Object.assign(env(), { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: "atrium", OIDC_CLIENT_SECRET: "a-client-secret-for-tests-long-enough" });
});
afterAll(() => server.close());
beforeEach(() => {
  claims = { sub: `sub-${Math.random()}`, email: `person-${Math.random()}@example.test`.toLowerCase(), email_verified: true, name: "Grace Hopper" };
  env().OIDC_CREATES_ACCOUNTS = true;
});

/** Follows the provider's redirects like a browser, until it leads back to us. */
async function throughProvider(location: string): Promise<string> {
  let cookies: Record<string, string> = {};
  for (let hop = 0; hop < 8 && !location.startsWith("http://localhost:3000/"); hop += 1) {
    const response = await fetch(location, { redirect: "manual", headers: { cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; ") } });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      cookies = { ...cookies, [name]: value };
    }
    const next = response.headers.get("location");
    if (!next) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
    location = new URL(next, location).href;
  }
  return location;
}

/** One whole sign-in of the person in `claims`: where it ends, and the cookies that the browser then holds. */
async function enter(next = "/"): Promise<{ location: string; cookies: Cookies }> {
  const begun = await call(start, `/login/organisation?next=${encodeURIComponent(next)}`);
  expect(begun.status).toBe(302);
  let cookies = keep({}, begun);
  const back = new URL(await throughProvider(begun.headers.get("location")!));
  const encoded = Object.fromEntries(Object.entries(cookies).map(([name, value]) => [name, encodeURIComponent(value)]));
  const done = await call(nextAuth, back.pathname + back.search, { cookies: encoded, params: { nextauth: ["callback", "oidc"] } });
  cookies = keep(cookies, done);
  return { location: done.headers.get("location") ?? "", cookies };
}

const personOf = async (email: string) => (await db().select().from(user).where(eq(user.email, email)))[0];
const sessionsOf = (userId: number) => db().select().from(session).where(eq(session.userId, userId));

test("the first sign-in makes an account, the second one finds it, also under a new address", async () => {
  const first = await enter("/r/design-review");
  expect(first.location).toBe("http://localhost:3000/r/design-review");
  expect(Object.keys(first.cookies)).toEqual(expect.arrayContaining(["access_token", "refresh_token"]));
  const made = (await personOf(claims.email!))!;
  expect(made).toMatchObject({ name: "Grace Hopper", isActive: true, passwordHash: null, role: "user" });
  claims.email = "married@example.test";
  expect((await enter()).location).toBe("http://localhost:3000/");
  expect(await personOf("married@example.test")).toBeUndefined();
  expect(await sessionsOf(made.id)).toHaveLength(2);
});

test("a name that cannot be shown is not taken over: the account is called by its address", async () => {
  for (const name of ["\u202egnp.exe", "\u200b", " "]) {
    Object.assign(claims, { sub: `sub-${Math.random()}`, email: `katherine.johnson-${Math.random()}@example.test`, name });
    await enter();
    expect((await personOf(claims.email!))!.name).toMatch(/^Katherine Johnson/);
  }
});

test("a verified address links to the account that has it, which keeps its password", async () => {
  const known = await createUser({ email: claims.email!, passwordHash: await hashPassword("three quiet otters") });
  expect((await enter()).location).toBe("http://localhost:3000/");
  expect((await personOf(claims.email!))!.passwordHash).toBe(known.passwordHash);
  expect(await db().select().from(accountIdentity).where(eq(accountIdentity.userId, known.id))).toMatchObject([{ subject: claims.sub }]);
});

test("an account that somebody made for a foreign address and never activated loses its password when its owner comes", async () => {
  const squatted = await createUser({ email: claims.email!, isActive: false, emailVerifiedAt: null, passwordHash: await hashPassword("the squatter's own") });
  expect((await enter()).location).toBe("http://localhost:3000/");
  expect(await personOf(claims.email!)).toMatchObject({ id: squatted.id, isActive: true, passwordHash: null });
});

test.each([
  ["an unverified address", { email_verified: false }],
  ["no address", { email: undefined }],
])("%s is refused: no account, no link, no session", async (_what, change) => {
  const email = claims.email!;
  const known = await createUser({ email });
  Object.assign(claims, change);
  const { location, cookies } = await enter();
  expect(location).toBe("/login?error=organisation_refused");
  expect(cookies.access_token).toBeUndefined();
  expect(await db().select().from(accountIdentity).where(eq(accountIdentity.userId, known.id))).toEqual([]);
  expect(await sessionsOf(known.id)).toEqual([]);
});

test("a switched-off account stays out, linked or not", async () => {
  const off = await createUser({ email: claims.email!, isActive: false });
  expect((await enter()).location).toBe("/login?error=organisation_refused");
  await db().insert(accountIdentity).values({ issuer: env().OIDC_ISSUER!, subject: claims.sub, userId: off.id });
  expect((await enter()).location).toBe("/login?error=organisation_refused");
  expect(await sessionsOf(off.id)).toEqual([]);
});

test("where accounts are not made at the first sign-in, an unknown person is refused and nothing is written", async () => {
  env().OIDC_CREATES_ACCOUNTS = false;
  expect((await enter()).location).toBe("/login?error=organisation_refused");
  expect(await personOf(claims.email!)).toBeUndefined();
});

test("an answer that this browser did not ask for opens nothing", async () => {
  const begun = await call(start, "/login/organisation");
  const back = new URL(await throughProvider(begun.headers.get("location")!));
  const stolen = await call(nextAuth, back.pathname + back.search, { params: { nextauth: ["callback", "oidc"] } });
  expect(stolen.headers.get("set-cookie") ?? "").not.toMatch(/access_token=[^;]/);
  expect(await personOf(claims.email!)).toBeUndefined();
});

test("its session opens the API, and signing out ends every copy of it", async () => {
  const { cookies } = await enter();
  const made = (await personOf(claims.email!))!;
  const session = async () => (await call(nextAuth, "/api/auth/session", { cookies, params: { nextauth: ["session"] } })).json() as Promise<{ user?: { id: number } }>;
  expect((await session()).user?.id).toBe(made.id);
  expect((await call(logout, "/api/logout/", { method: "POST", cookies })).status).toBe(200);
  expect((await session()).user).toBeUndefined();
});
