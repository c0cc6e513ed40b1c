import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { GET as getCsrf } from "@/app/api/csrf/route";
import { POST as login } from "@/app/api/login/route";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { rateLimit, session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { identifyRequest } from "@/lib/http/identify";
import { call, cookiesSet, keep, shapeOf, type Cookies } from "@/lib/http/testing";
import { env } from "@/lib/platform/env";
import { hashPassword } from "@/lib/platform/password";

const password = "correct horse battery";
const passwordHash = await hashPassword(password);
const person = () => createUser({ passwordHash, name: "Grace Hopper" });
const sessionsOf = (userId: number) => db().select().from(session).where(eq(session.userId, userId));
const signInAs = (body: unknown, more: Parameters<typeof call>[2] = {}) => call(login, "/api/login/", { body, ...more });
const actorWith = (cookies: Cookies) => identifyRequest(new Headers({ cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; ") }));

beforeEach(async () => {
  await db().delete(rateLimit);
});

describe("signing in", () => {
  test.each(["email", "username"])("with %s answers in the documented form and sets its cookies", async (field) => {
    const { id, email } = await person();
    const response = await signInAs({ [field]: ` ${email.toUpperCase()} `, password, remember: true }, { headers: { "user-agent": "Firefox/140" } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      detail: "Login successful",
      id,
      username: "Grace Hopper",
      user: { id, username: email, email, name: "Grace Hopper" },
      settings: { push_notifications: { enabled: false, vapid_public_key: "", firebase_config: {} } },
    });
    const cookies = cookiesSet(response);
    expect(Object.keys(cookies)).toEqual(["access_token", "refresh_token", `known_device_${id}`, "csrftoken"]);
    expect(cookies[`known_device_${id}`]!.attributes).toEqual(["path=/", "max-age=31536000", "httponly", "samesite=lax"]);
    expect(cookies.access_token!.attributes).toEqual(["path=/", "max-age=1209600", "httponly", "samesite=lax"]);
    expect(cookies.refresh_token!.attributes).toEqual(["path=/", "max-age=1209600", "httponly", "samesite=lax"]);
    expect(cookies.csrftoken!.attributes).toEqual(["path=/", "max-age=31536000", "samesite=lax"]);
    const [row] = await sessionsOf(id);
    expect(row).toMatchObject({ userAgent: "Firefox/140", address: "203.0.113.7", revokedAt: null });
    expect(JSON.stringify(row)).not.toContain(cookies.refresh_token!.value);
    expect(await actorWith(keep({}, response))).toMatchObject({ kind: "user", userId: id, sessionId: row!.id });
  });

  test("on https marks the cookies Secure, and SameSite=None where clients of another site are served", async () => {
    const { email } = await person();
    const before = { APP_URL: env().APP_URL, AUTH_COOKIE_SAMESITE: env().AUTH_COOKIE_SAMESITE, CSRF_COOKIE_DOMAIN: env().CSRF_COOKIE_DOMAIN };
    Object.assign(env(), { APP_URL: "https://atrium.example", AUTH_COOKIE_SAMESITE: "none", CSRF_COOKIE_DOMAIN: "atrium.example" });
    try {
      const cookies = cookiesSet(await signInAs({ email, password }));
      for (const name of ["access_token", "refresh_token"]) expect(cookies[name]!.attributes).toEqual(["path=/", "max-age=1209600", "httponly", "secure", "samesite=none"]);
      expect(cookies.csrftoken!.attributes).toContain("domain=atrium.example");
    } finally {
      Object.assign(env(), before);
    }
  });

  test.each([{}, { email: "a@example.test" }, { password }, { email: "", username: "", password }, { email: 7, password }, { email: ["a"], password }, { email: "a@example.test", password: "" }])(
    "with %j is 400 and says what to provide",
    async (body) => {
      const response = await signInAs(body);
      expect([response.status, await response.json()]).toEqual([400, { detail: "provide username and password" }]);
    },
  );

  test("is refused alike for a wrong password, an unknown address, an inactive account and one without a password", async () => {
    const known = await person();
    const inactive = await createUser({ passwordHash, isActive: false });
    const unlocked = await createUser();
    const attempts = [
      { email: known.email, password: "wrong password" },
      { email: "nobody@example.test", password },
      { email: inactive.email, password },
      { email: unlocked.email, password },
      { email: "nul\0@example.test", password },
      { email: known.email, password: "x".repeat(500_000) },
      { email: "x".repeat(10_000), password },
    ];
    const shapes = [];
    for (const attempt of attempts) shapes.push(await shapeOf(await signInAs(attempt)));
    expect(shapes[0]).toMatchObject({ status: 401, body: { detail: "invalid credentials" } });
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
    for (const { id } of [known, inactive, unlocked]) expect(await sessionsOf(id)).toEqual([]);
  });

  test("sets no cookie when it is refused", async () => {
    const { email } = await person();
    expect((await signInAs({ email, password: "wrong password" })).headers.getSetCookie()).toEqual([]);
  });

  test("keeps a csrftoken that the browser has, the same as GET /api/csrf/ gives", async () => {
    const first = await call(getCsrf, "/api/csrf/");
    expect([first.status, await first.json()]).toEqual([200, {}]);
    const { csrftoken } = keep({}, first);
    expect(first.headers.get("x-csrftoken")).toBe(csrftoken);
    const { email } = await person();
    expect(cookiesSet(await signInAs({ email, password }, { cookies: { csrftoken: csrftoken! } })).csrftoken!.value).toBe(csrftoken);
    expect(cookiesSet(await signInAs({ email, password }, { cookies: { csrftoken: "x" } })).csrftoken!.value).toMatch(/^[\w-]{43}$/);
  });

  test("ignores an Authorization header", async () => {
    const { email } = await person();
    expect((await signInAs({ email, password }, { headers: { authorization: "Bearer null" } })).status).toBe(200);
  });

  test("from a foreign origin is refused and opens no session", async () => {
    const { id, email } = await person();
    expect((await signInAs({ email, password }, { headers: { origin: "null", "sec-fetch-site": "cross-site" } })).status).toBe(403);
    expect(await sessionsOf(id)).toEqual([]);
  });
});

describe("guessing", () => {
  test("the eleventh wrong password of an account is 429 with Retry-After, from whatever address, known or not", async () => {
    const known = await person();
    for (const email of [known.email, "nobody@example.test"]) {
      for (let count = 0; count < 10; count += 1) expect((await signInAs({ email, password: "wrong password" }, { address: `198.51.100.${count}` })).status).toBe(401);
      const response = await signInAs({ email, password: "wrong password" }, { address: "198.51.100.99" });
      expect(response.status).toBe(429);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(800);
    }
    expect((await signInAs({ email: known.email, password }, { address: "198.51.100.98" })).status).toBe(429);
    expect(await sessionsOf(known.id)).toEqual([]);
  });

  test("many at once get no more than ten comparisons", async () => {
    const { email } = await person();
    const responses = await Promise.all(Array.from({ length: 25 }, (_, index) => signInAs({ email, password: "wrong password" }, { address: `198.51.100.${index}` })));
    expect(responses.filter((response) => response.status === 401)).toHaveLength(10);
  });

  test("the thirty-first failure from one address is 429 for every account, and others still get in", async () => {
    const { email } = await person();
    for (let count = 0; count < 30; count += 1) expect((await signInAs({ email: `guess-${count}@example.test`, password })).status).toBe(401);
    expect((await signInAs({ email, password })).status).toBe(429);
    expect((await signInAs({ email, password }, { address: "198.51.100.5" })).status).toBe(200);
  });

  test("counts failures only: whoever signs in is never locked out by it", async () => {
    const { email } = await person();
    for (let count = 0; count < 35; count += 1) expect((await signInAs({ email, password })).status).toBe(200);
    for (let count = 0; count < 9; count += 1) await signInAs({ email, password: "wrong password" });
    expect((await signInAs({ email, password })).status).toBe(200);
    expect((await signInAs({ email, password: "wrong password" })).status).toBe(401);
  });
});

describe("a session", () => {
  test("is dead at the next request once its person is switched off", async () => {
    const { id, email } = await person();
    const cookies = keep({}, await signInAs({ email, password }));
    expect((await actorWith(cookies)).kind).toBe("user");
    await db().update(user).set({ isActive: false }).where(eq(user.id, id));
    expect((await actorWith(cookies)).kind).toBe("anonymous");
  });

  test("is not opened by a cookie that is altered, expired, from the future, of another key or session, unsigned or of another shape", async () => {
    const { email } = await person();
    const { access_token: good = "" } = keep({}, await signInAs({ email, password }));
    const { encode } = await import("next-auth/jwt");
    const sub = "1";
    const { sid } = (await (await import("next-auth/jwt")).decode({ token: good, secret: env().AUTH_SECRET }))!;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    const early = await encode({ token: { sub, sid }, secret: env().AUTH_SECRET });
    vi.useRealTimers();
    const forged = [
      early,
      await encode({ token: { sub, sid: crypto.randomUUID() }, secret: env().AUTH_SECRET }),
      `${good.slice(0, -4)}AAAA`,
      await encode({ token: { sub, sid }, secret: "another secret that is long enough to be one" }),
      await encode({ token: { sub, sid }, secret: env().AUTH_SECRET, maxAge: -60 }),
      await encode({ token: { sub }, secret: env().AUTH_SECRET }),
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ sub, sid })).toString("base64url")}.`,
      String(sid),
      "",
      "%E0%A4%A",
    ];
    for (const value of forged) expect((await actorWith({ access_token: value })).kind, value).toBe("anonymous");
    expect((await actorWith({ access_token: good })).kind).toBe("user");
  });
});

describe("while strangers guess at an account", () => {
  const guess = (email: string, times: number, more: Parameters<typeof call>[2] = {}) => Promise.all(Array.from({ length: times }, (_, index) => signInAs({ email, password: `guess number ${index}` }, { address: `198.51.100.${index}`, ...more })));
  const deviceOf = (cookies: Cookies): Cookies => Object.fromEntries(Object.entries(cookies).filter(([name]) => name.startsWith("known_device_")));

  test("its person still gets in from the browser they use, also signed out of it, and nobody else does", async () => {
    const ada = await person();
    const usual = deviceOf(keep({}, await signInAs({ email: ada.email, password })));
    const eve = await person();
    const foreign = deviceOf(keep({}, await signInAs({ email: eve.email, password })));
    await guess(ada.email, 12);
    expect((await signInAs({ email: ada.email, password })).status).toBe(429);
    const forged = Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, `${value.slice(0, -2)}AA`]));
    const renamed = { [Object.keys(usual)[0]!]: Object.values(foreign)[0]! };
    for (const cookies of [foreign, forged, renamed, { [Object.keys(usual)[0]!]: "" }]) expect((await signInAs({ email: ada.email, password }, { cookies })).status).toBe(429);
    expect((await signInAs({ email: ada.email, password }, { cookies: { ...foreign, ...usual } })).status).toBe(200);
  });

  test("a browser that is known guesses no faster than one that is not", async () => {
    const ada = await person();
    const usual = deviceOf(keep({}, await signInAs({ email: ada.email, password })));
    const statuses = (await guess(ada.email, 12, { cookies: usual })).map((response) => response.status);
    expect([statuses.filter((status) => status === 401).length, statuses.filter((status) => status === 429).length]).toEqual([10, 2]);
    const refused = await signInAs({ email: ada.email, password }, { cookies: usual });
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
  });

  test("the audit log tells of it once a window, however often they go on", async () => {
    await db().delete(auditEntry);
    const ada = await person();
    await guess(ada.email, 14);
    await guess("nobody-at-all@example.test", 14);
    const entries = await db().select().from(auditEntry).where(eq(auditEntry.action, "session.rate_limited")).orderBy(auditEntry.id);
    expect(entries.map(({ targetId, details }) => [targetId, details])).toEqual([
      [String(ada.id), { limit: "signInFailuresPerAddress" }],
      [null, { limit: "signInFailuresPerAddress", addressHash: expect.any(String) }],
    ]);
  });
});
