import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as login } from "@/app/api/login/route";
import { POST as refresh } from "@/app/api/token/refresh/route";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { firstRefreshToken } from "@/lib/accounts/refresh-token";
import { sessionEndedTopic } from "@/lib/accounts/sessions";
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

type Held = { cookies: Cookies; userId: number; sessionId: string };
let held: Held;
beforeEach(async () => {
  const { id, email } = await createUser({ passwordHash });
  const cookies = keep({}, await call(login, "/api/login/", { body: { email, password } }));
  const [row] = await db().select().from(session).where(eq(session.userId, id));
  held = { cookies, userId: id, sessionId: row!.id };
});

const refreshWith = (token: string | undefined, more: Parameters<typeof call>[2] = {}) => call(refresh, "/api/token/refresh/", { method: "POST", cookies: token === undefined ? {} : { refresh_token: token }, ...more });
const successor = (response: Response) => cookiesSet(response).refresh_token!.value;
const isLive = async (cookies: Cookies) => (await identifyRequest(new Headers({ cookie: `access_token=${cookies.access_token}` }))).kind === "user";
const sessionRow = async () => (await db().select().from(session).where(eq(session.id, held.sessionId)))[0]!;

describe("refreshing", () => {
  test("answers with fresh cookies, a new refresh token, and leaves older access tokens good", async () => {
    const response = await refreshWith(held.cookies.refresh_token, { headers: { "content-type": "application/json" } });
    expect([response.status, await response.json()]).toEqual([200, { detail: "Token refreshed" }]);
    expect(Object.keys(cookiesSet(response))).toEqual(["access_token", "refresh_token", "csrftoken"]);
    expect(successor(response)).not.toBe(held.cookies.refresh_token);
    expect(await isLive(held.cookies)).toBe(true);
    expect(await isLive(keep(held.cookies, response))).toBe(true);
  });

  test("moves the end of the session forward", async () => {
    await db().update(session).set({ expiresAt: new Date(Date.now() + 60_000) }).where(eq(session.id, held.sessionId));
    await refreshWith(held.cookies.refresh_token);
    expect((await sessionRow()).expiresAt.getTime()).toBeGreaterThan(Date.now() + 13 * 24 * 60 * 60 * 1000);
  });

  test("twenty times at once with one token gives one successor to all, and ends nothing", async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => refreshWith(held.cookies.refresh_token)));
    expect(new Set(responses.map((response) => response.status))).toEqual(new Set([200]));
    expect(new Set(responses.map(successor)).size).toBe(1);
    expect(await isLive(held.cookies)).toBe(true);
  });

  test("with a token whose successor has been presented ends the session for every copy, and says so on the bus", async () => {
    const first = held.cookies.refresh_token!;
    const second = successor(await refreshWith(first));
    expect((await refreshWith(second)).status).toBe(200);
    expect((await refreshWith(first)).status).toBe(401);
    expect(await isLive(held.cookies)).toBe(false);
    expect((await refreshWith(second)).status).toBe(401);
    await vi.waitFor(() => expect(ended).toContain(held.sessionId));
  });

  test("with a token many generations old ends the session as well", async () => {
    let token = held.cookies.refresh_token!;
    for (let generation = 0; generation < 5; generation += 1) token = successor(await refreshWith(token));
    expect((await refreshWith(held.cookies.refresh_token)).status).toBe(401);
    expect((await sessionRow()).revokedAt).not.toBeNull();
  });

  test("with what we did not make is 401 and ends nobody's session", async () => {
    const token = held.cookies.refresh_token!;
    const guesses = [undefined, "", "x", `${held.sessionId}.secret.tag`, token.slice(0, -1), `${token}x`, `${token}.x`, token.replace(/^./, "z"), held.cookies.access_token];
    for (const guess of guesses) {
      const response = await refreshWith(guess);
      expect([response.status, Object.keys(await response.json())], guess).toEqual([401, ["detail"]]);
    }
    expect((await sessionRow()).revokedAt).toBeNull();
    expect(await isLive(held.cookies)).toBe(true);
  });

  test("with a token of a session that was never opened is 401", async () => {
    expect((await refreshWith(firstRefreshToken("6a2f3c1e-0d1b-4f7e-9a4c-0b1d2e3f4a5b"))).status).toBe(401);
  });

  test.each([
    ["ended", () => db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, held.sessionId))],
    ["expired", () => db().update(session).set({ expiresAt: new Date(Date.now() - 1000) }).where(eq(session.id, held.sessionId))],
    ["of a person who was switched off", () => db().update(user).set({ isActive: false }).where(eq(user.id, held.userId))],
  ])("a session that is %s is 401 and changes nothing", async (_what, change) => {
    await change();
    const before = await sessionRow();
    const response = await refreshWith(held.cookies.refresh_token);
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await sessionRow()).toEqual(before);
  });
});
