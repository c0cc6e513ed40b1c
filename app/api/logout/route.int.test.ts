import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as nextAuthGet, POST as nextAuthPost } from "@/app/api/auth/[...nextauth]/route";
import { POST as login } from "@/app/api/login/route";
import { POST as logout } from "@/app/api/logout/route";
import { POST as refresh } from "@/app/api/token/refresh/route";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { rateLimit, session } from "@/db/schema/accounts";
import { sessionEndedTopic } from "@/lib/accounts/sessions";
import { limits } from "@/lib/core/limits";
import { identifyRequest } from "@/lib/http/identify";
import { call, cookiesSet, keep, type Cookies } from "@/lib/http/testing";
import { subscribe } from "@/lib/platform/listen";
import { hashPassword } from "@/lib/platform/password";

const password = "correct horse battery";
const passwordHash = await hashPassword(password);
const ended: unknown[] = [];
let unsubscribe: () => void;

beforeAll(async () => {
  unsubscribe = await subscribe({ onItems: (items) => ended.push(...items.filter(([topic]) => topic === sessionEndedTopic).map(([, id]) => id)), onReset: () => {} });
});
afterAll(() => unsubscribe());
beforeEach(async () => {
  await db().delete(rateLimit);
});

const isLive = async (cookies: Cookies) => (await identifyRequest(new Headers({ cookie: `access_token=${cookies.access_token}` }))).kind === "user";
const restLogin = async (email: string) => keep({}, await call(login, "/api/login/", { body: { email, password } }));
const sessionsOf = (userId: number) => db().select().from(session).where(eq(session.userId, userId));
const at = (...nextauth: string[]) => ({ params: { nextauth } });
const asForm = { "content-type": "application/x-www-form-urlencoded" };

/** What next-auth's own client does: take a CSRF token, then post a form. */
async function nextAuth(action: string[], fields: Record<string, string>, cookies: Cookies = {}, address?: string): Promise<{ response: Response; cookies: Cookies }> {
  const csrf = await call(nextAuthGet, "/api/auth/csrf", { ...at("csrf"), cookies });
  const held = keep(cookies, csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const encoded = Object.fromEntries(Object.entries(held).map(([name, value]) => [name, encodeURIComponent(value)]));
  const response = await call(nextAuthPost, `/api/auth/${action.join("/")}`, {
    ...at(...action),
    method: "POST",
    raw: new URLSearchParams({ ...fields, csrfToken, json: "true" }).toString(),
    headers: asForm,
    cookies: encoded,
    ...(address ? { address } : {}),
  });
  return { response, cookies: keep(held, response) };
}
const nextAuthLogin = (email: string, secret = password, address?: string) => nextAuth(["callback", "credentials"], { email, password: secret, callbackUrl: "/rooms" }, {}, address);

describe("signing out by the API", () => {
  test.each([
    ["both cookies", (cookies: Cookies) => cookies],
    ["the access cookie", ({ access_token = "" }: Cookies) => ({ access_token })],
    ["the refresh cookie", ({ refresh_token = "" }: Cookies) => ({ refresh_token })],
  ])("with %s ends the session for every copy of its cookies", async (_what, choose) => {
    const { id, email } = await createUser({ passwordHash });
    const cookies = await restLogin(email);
    const response = await call(logout, "/api/logout/", { method: "POST", cookies: choose(cookies), headers: { "content-type": "application/json" } });
    expect([response.status, await response.json()]).toEqual([200, { detail: "Logout successful! All tokens will be deleted. Refresh token is now invalid." }]);
    const cleared = cookiesSet(response);
    expect(Object.keys(cleared)).toEqual(["access_token", "refresh_token"]);
    for (const { value, attributes } of Object.values(cleared)) expect([value, attributes.includes("max-age=0"), attributes.includes("path=/")]).toEqual(["", true, true]);
    expect(await isLive(cookies)).toBe(false);
    expect((await call(refresh, "/api/token/refresh/", { method: "POST", cookies })).status).toBe(401);
    const [row] = await sessionsOf(id);
    await vi.waitFor(() => expect(ended).toContain(row!.id));
  });

  test("leaves the person's other sessions alone", async () => {
    const { email } = await createUser({ passwordHash });
    const [here, there] = [await restLogin(email), await restLogin(email)];
    await call(logout, "/api/logout/", { method: "POST", cookies: here });
    expect([await isLive(here), await isLive(there)]).toEqual([false, true]);
  });

  test.each([
    ["no cookies", async () => ({})],
    ["made-up cookies", async () => ({ access_token: "x", refresh_token: "y.z.w" })],
    [
      "cookies of an ended session",
      async () => {
        const cookies = await restLogin((await createUser({ passwordHash })).email);
        await call(logout, "/api/logout/", { method: "POST", cookies });
        return cookies;
      },
    ],
  ])("with %s is 403, and the browser's cookies are cleared all the same", async (_what, make) => {
    const response = await call(logout, "/api/logout/", { method: "POST", cookies: await make() });
    expect([response.status, await response.json()]).toEqual([403, { detail: "must be authenticated" }]);
    expect(Object.keys(cookiesSet(response))).toEqual(["access_token", "refresh_token"]);
  });

  test("from a foreign origin is refused and ends nothing", async () => {
    const cookies = await restLogin((await createUser({ passwordHash })).email);
    const response = await call(logout, "/api/logout/", { method: "POST", cookies, headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await isLive(cookies)).toBe(true);
  });
});

describe("next-auth's door", () => {
  test("signs in with the same cookies, which open the API, and shows the session to scripts without its ids", async () => {
    const { id, email, name } = await createUser({ passwordHash });
    const { response, cookies } = await nextAuthLogin(email);
    expect([response.status, await response.json()]).toEqual([200, { url: "http://localhost:3000/rooms" }]);
    expect(cookiesSet(response).access_token!.attributes).toEqual(expect.arrayContaining(["path=/", "httponly", "samesite=lax"]));
    expect(await identifyRequest(new Headers({ cookie: `access_token=${cookies.access_token}` }))).toMatchObject({ kind: "user", userId: id });
    expect((await call(refresh, "/api/token/refresh/", { method: "POST", cookies: { refresh_token: cookies.refresh_token! } })).status).toBe(200);
    const seen = (await (await call(nextAuthGet, "/api/auth/session", { ...at("session"), cookies: { access_token: cookies.access_token! } })).json()) as { user: unknown };
    expect(seen.user).toEqual({ id, name, email });
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  test("knows the session of a sign-in by the API", async () => {
    const { id, email, name } = await createUser({ passwordHash });
    const { access_token = "" } = await restLogin(email);
    const response = await call(nextAuthGet, "/api/auth/session", { ...at("session"), cookies: { access_token } });
    expect(((await response.json()) as { user: unknown }).user).toEqual({ id, name, email });
    const renewed = keep({}, response);
    expect(await isLive(renewed)).toBe(true);
  });

  test("signs out for every copy of the cookies", async () => {
    const { id, email } = await createUser({ passwordHash });
    const copied = await restLogin(email);
    const { response, cookies } = await nextAuth(["signout"], {}, { access_token: copied.access_token!, refresh_token: copied.refresh_token! });
    expect(response.status).toBe(200);
    expect([cookies.access_token, cookies.refresh_token]).toEqual([undefined, undefined]);
    expect(await isLive(copied)).toBe(false);
    expect(await (await call(nextAuthGet, "/api/auth/session", { ...at("session"), cookies: { access_token: copied.access_token! } })).json()).toEqual({});
    const [row] = await sessionsOf(id);
    await vi.waitFor(() => expect(ended).toContain(row!.id));
  });

  test("refuses a wrong pair, an unknown address and an inactive account alike, and sets no session cookie", async () => {
    const known = await createUser({ passwordHash });
    const inactive = await createUser({ passwordHash, isActive: false });
    const answers = [];
    for (const [email, secret] of [[known.email, "wrong password"], ["nobody@example.test", password], [inactive.email, password]] as const) {
      const { response, cookies } = await nextAuthLogin(email, secret);
      answers.push([response.status, await response.json(), cookies.access_token, cookies.refresh_token]);
    }
    expect(answers[0]).toEqual([401, { url: "http://localhost:3000/api/auth/error?error=CredentialsSignin&provider=credentials" }, undefined, undefined]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test("counts failures together with the API's door, and answers 429 with Retry-After", async () => {
    const { id, email } = await createUser({ passwordHash });
    for (let count = 0; count < 5; count += 1) await call(login, "/api/login/", { body: { email, password: "wrong password" } });
    for (let count = 0; count < 5; count += 1) expect((await nextAuthLogin(email, "wrong password", "198.51.100.7")).response.status).toBe(401);
    const { response } = await nextAuthLogin(email, password, "198.51.100.8");
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(((await response.json()) as { url: string }).url).toContain("error=rate_limited");
    expect(await sessionsOf(id)).toEqual([]);
  });

  test("asks the organisation's provider only so often for one address, and says how long to wait", async () => {
    const { max } = limits.organisationSignInPerClient;
    await db().insert(rateLimit).values({ key: "organisationSignInPerClient:203.0.113.7", count: max, resetAt: new Date(Date.now() + 60_000) });
    const attempts = [await call(nextAuthGet, "/api/auth/callback/oidc?code=x&state=y", at("callback", "oidc")), (await nextAuth(["signin", "oidc"], {})).response];
    for (const response of attempts) expect([response.status, Number(response.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await call(nextAuthGet, "/api/auth/callback/oidc?code=x&state=y", { ...at("callback", "oidc"), address: "203.0.113.8" })).status).not.toBe(429);
  });

  test("marks the browser as one that its person uses, like the API's door", async () => {
    const { id, email } = await createUser({ passwordHash });
    const { cookies } = await nextAuthLogin(email);
    expect(cookies[`known_device_${id}`]).toMatch(new RegExp(`^${id}\\.[0-9a-f-]{36}\\.[\\w-]{43}$`));
  });

  test("without its CSRF token or from a foreign origin signs nobody in", async () => {
    const { id, email } = await createUser({ passwordHash });
    const raw = new URLSearchParams({ email, password, json: "true" }).toString();
    await call(nextAuthPost, "/api/auth/callback/credentials", { ...at("callback", "credentials"), method: "POST", raw, headers: asForm });
    const foreign = await call(nextAuthPost, "/api/auth/callback/credentials", { ...at("callback", "credentials"), method: "POST", raw, headers: { ...asForm, origin: "https://evil.example" } });
    expect(foreign.status).toBe(403);
    expect(await sessionsOf(id)).toEqual([]);
  });

  test("leads to no other origin", async () => {
    const { email } = await createUser({ passwordHash });
    const { response } = await nextAuth(["callback", "credentials"], { email, password, callbackUrl: "https://evil.example/x" });
    expect(((await response.json()) as { url: string }).url).toBe("http://localhost:3000");
  });

  test("does not offer the library's log to browsers", async () => {
    expect((await call(nextAuthPost, "/api/auth/_log", { ...at("_log"), body: { level: "error", code: "x" } })).status).toBe(404);
  });
});
