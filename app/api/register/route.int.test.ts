import { eq, inArray, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GET as activateByGet, HEAD as activateByHead } from "@/app/api/activate/[uid]/[token]/route";
import { POST as register } from "@/app/api/register/route";
import { POST as login } from "@/app/api/login/route";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { accountToken, rateLimit, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { encodeUid } from "@/lib/accounts/links";
import { call, shapeOf } from "@/lib/http/testing";
import { env } from "@/lib/platform/env";
import { installFakeMailServer, type FakeMailServer } from "@/lib/platform/mail/fake";
import { hashPassword } from "@/lib/platform/password";

let mails: FakeMailServer;
let serial = 0;
const password = "correct horse battery";
const newEmail = () => `new-${(serial += 1)}@example.test`;
const form = (email: string, more: Record<string, unknown> = {}) => ({ email, password, confirmed_password: password, ...more });

beforeEach(async () => {
  mails = installFakeMailServer();
  await db().delete(rateLimit);
});
afterEach(() => mails.uninstall());

const findUser = async (email: string) => (await db().select().from(user).where(eq(user.email, email)))[0];
const linkIn = (text: string) => /\/(activate|reset-password)\/([\w-]+)\/([\w-]+)/.exec(text)!;
const activate = (uid: string, token: string) => call(activateByGet, `/api/activate/${uid}/${token}/`, { params: { uid, token } });
const countUsers = async () => (await db().select({ n: sql<number>`count(*)::int` }).from(user))[0]!.n;

async function registered(email = newEmail()): Promise<{ email: string; id: number; uid: string; token: string }> {
  const response = await call(register, "/api/register/", { body: form(email) });
  expect(response.status).toBe(201);
  const [, , uid, token] = linkIn(mails.taken.at(-1)!.text);
  return { email, id: (await response.json()).user.id, uid: uid!, token: token! };
}

describe("registering", () => {
  test("answers 201 with the id and the address in lower case, makes an inactive account and mails one link", async () => {
    const response = await call(register, "/api/register/", { body: form("  Lise.Meitner+x@Example.TEST ", { privacy_policy: "on", role: "admin", is_active: true, id: 1 }) });
    expect(response.status).toBe(201);
    const row = (await findUser("lise.meitner+x@example.test"))!;
    expect(await response.json()).toEqual({ user: { id: row.id, email: "lise.meitner+x@example.test" } });
    expect(row).toMatchObject({ isActive: false, emailVerifiedAt: null, role: "user", name: "Lise Meitner" });
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
    expect(mails.taken.map((mail) => mail.to)).toEqual(["lise.meitner+x@example.test"]);
    expect(linkIn(mails.taken[0]!.text)[0]).toMatch(`/activate/${encodeUid(row.id)}/`);
    expect(await db().select().from(auditEntry).where(eq(auditEntry.targetId, String(row.id)))).toHaveLength(1);
  });

  test("keeps only the hash of the mailed token", async () => {
    const { id, token } = await registered();
    const [row] = await db().select().from(accountToken).where(eq(accountToken.userId, id));
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test("takes the language of the mail from the browser", async () => {
    const email = newEmail();
    await call(register, "/api/register/", { body: form(email), headers: { "accept-language": "de-AT,de;q=0.9" } });
    expect((await findUser(email))!.locale).toBe("de");
    expect(mails.taken[0]!.subject).toBe("Bestätigen Sie Ihre Adresse für Atrium");
  });

  test("links to the outside client only when the request came from its origin", async () => {
    const { FRONTEND_URL } = env();
    env().FRONTEND_URL = "http://127.0.0.1:5500/";
    try {
      await call(register, "/api/register/", { body: form(newEmail()), headers: { origin: "http://localhost:3000" } });
      expect(mails.taken.at(-1)!.text).toContain("http://localhost:3000/activate/");
      await call(register, "/api/register/", { body: form(newEmail()), headers: { origin: "http://127.0.0.1:5500", "sec-fetch-site": "same-origin" } });
      expect(mails.taken.at(-1)!.text).toMatch(/http:\/\/127\.0\.0\.1:5500\/pages\/auth\/activate\.html\?uid=[\w-]+&token=[\w-]+/);
    } finally {
      env().FRONTEND_URL = FRONTEND_URL;
    }
  });

  test.each([
    ["no address", form("nobody"), "email"],
    ["an address with NUL", form("a\0b@example.test"), "email"],
    ["a password of 7 characters", form("a@example.test", { password: "1q8w-zu", confirmed_password: "1q8w-zu" }), "password"],
    ["a password of 129 characters", form("a@example.test", { password: "x".repeat(129), confirmed_password: "x".repeat(129) }), "password"],
    ["a password of 900 kB", form("a@example.test", { password: "xy".repeat(450_000), confirmed_password: "x" }), "password"],
    ["a password with NUL", form("a@example.test", { password: "secret\0secret", confirmed_password: "secret\0secret" }), "password"],
    ["one of the most common passwords", form("a@example.test", { password: "Password123", confirmed_password: "Password123" }), "password"],
    ["the address as password", form("a-long-one@example.test", { password: "A-long-one@example.test", confirmed_password: "A-long-one@example.test" }), "password"],
    ["two different passwords", form("a@example.test", { confirmed_password: "something else" }), "confirmed_password"],
    ["no second password", { email: "a@example.test", password }, "confirmed_password"],
    ["a name that turns the writing direction", form("a@example.test", { name: "Eve \u202egnp.exe" }), "name"],
    ["a name of 81 characters", form("a@example.test", { name: "x".repeat(81) }), "name"],
    ["a number for a password", form("a@example.test", { password: 12345678 }), "password"],
  ])("refuses %s with only the field's key, and writes nothing", async (_what, body, field) => {
    const before = await countUsers();
    const response = await call(register, "/api/register/", { body });
    expect(response.status).toBe(400);
    const errors = (await response.json()) as Record<string, string[]>;
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]!.every((message) => typeof message === "string" && message.length > 0)).toBe(true);
    expect(await countUsers()).toBe(before);
    expect(mails.taken).toEqual([]);
  });

  test("takes long passwords, spaces and every script, and knows them in each Unicode form", async () => {
    const email = newEmail();
    const typed = `Ångström und ${"🦆".repeat(100)}`;
    const response = await call(register, "/api/register/", { body: { email, password: typed.normalize("NFD"), confirmed_password: typed.normalize("NFC") } });
    expect(response.status).toBe(201);
    await db().update(user).set({ isActive: true }).where(eq(user.email, email));
    expect((await call(login, "/api/login/", { body: { email, password: typed } })).status).toBe(200);
  });

  test("refuses what is no JSON, and writes nothing", async () => {
    const before = await countUsers();
    const response = await call(register, "/api/register/", { raw: "{email:", method: "POST" });
    expect([response.status, await response.json()]).toEqual([400, { detail: "The body is not JSON." }]);
    expect(await countUsers()).toBe(before);
  });

  test("refuses a foreign origin, and writes nothing", async () => {
    const before = await countUsers();
    const response = await call(register, "/api/register/", { body: form(newEmail()), headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } });
    expect(response.status).toBe(403);
    expect(await countUsers()).toBe(before);
  });

  test("tells one client to wait after thirty accounts in an hour", async () => {
    await db().insert(rateLimit).values({ key: "registerPerClient:203.0.113.7", count: 30, resetAt: new Date(Date.now() + 60_000) });
    const before = await countUsers();
    const response = await call(register, "/api/register/", { body: form(newEmail()) });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await countUsers()).toBe(before);
  });
});

describe("an address that is known", () => {
  test("gets the same answer with the next id of the sequence, a mail that says so, and keeps its account as it is", async () => {
    const known = await createUser({ passwordHash: await hashPassword("the first password") });
    const fresh = await shapeOf(await call(register, "/api/register/", { body: form(newEmail()) }));
    const again = await shapeOf(await call(register, "/api/register/", { body: form(known.email) }));
    expect(again.status).toBe(fresh.status);
    expect(again.headers).toEqual(fresh.headers);
    const ids = [fresh, again].map((each) => (each.body as { user: { id: number } }).user.id);
    expect(again.body).toEqual({ user: { id: ids[0]! + 1, email: known.email } });
    expect(await findUser(known.email)).toEqual(known);
    expect(mails.taken.at(-1)).toMatchObject({ to: known.email, subject: "You already have an Atrium account" });
    expect(await db().select().from(accountToken).where(eq(accountToken.userId, known.id))).toEqual([]);
  });

  test("that waits for its activation gets another link, and keeps its password", async () => {
    const first = await registered();
    const before = (await findUser(first.email))!;
    await call(register, "/api/register/", { body: { ...form(first.email), password: "another password", confirmed_password: "another password" } });
    expect((await findUser(first.email))!.passwordHash).toBe(before.passwordHash);
    const [, , uid, token] = linkIn(mails.taken.at(-1)!.text);
    expect(token).not.toBe(first.token);
    expect((await activate(uid!, token!)).status).toBe(200);
  });

  test("is not activated by a link checker's HEAD", async () => {
    const { uid, token, email } = await registered();
    const checked = await call(activateByHead, `/api/activate/${uid}/${token}/`, { params: { uid, token } });
    expect([checked.status, checked.headers.get("allow")]).toEqual([405, "GET, OPTIONS"]);
    expect((await findUser(email))!.isActive).toBe(false);
  });

  test("that an administrator switched off gets no link that would switch it on", async () => {
    const off = await createUser({ isActive: false });
    expect((await call(register, "/api/register/", { body: form(off.email) })).status).toBe(201);
    expect(mails.taken.at(-1)!.text).not.toContain("/activate/");
    expect(await db().select().from(accountToken).where(eq(accountToken.userId, off.id))).toEqual([]);
  });

  test("gets at most five mails an hour, and the asker is not told", async () => {
    const known = await createUser();
    const answers = [];
    for (let count = 0; count < 7; count += 1) answers.push((await call(register, "/api/register/", { body: form(known.email) })).status);
    expect(new Set(answers)).toEqual(new Set([201]));
    expect(mails.taken).toHaveLength(5);
  });

  test("registered twenty times at once makes one account, and all answers are alike", async () => {
    const email = newEmail();
    const responses = await Promise.all(Array.from({ length: 20 }, () => call(register, "/api/register/", { body: form(email) })));
    expect(new Set(responses.map((response) => response.status))).toEqual(new Set([201]));
    const bodies = (await Promise.all(responses.map((response) => response.json()))) as { user: { id: number; email: string } }[];
    expect(new Set(bodies.map((body) => body.user.email))).toEqual(new Set([email]));
    expect(new Set(bodies.map((body) => body.user.id)).size).toBe(20);
    expect(await db().select().from(user).where(eq(user.email, email))).toHaveLength(1);
  });
});

describe("a mail server that refuses", () => {
  test("makes registering fail with 503, and leaves no account behind", async () => {
    const email = newEmail();
    mails.refuseNext();
    const response = await call(register, "/api/register/", { body: form(email) });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).not.toBeNull();
    expect(await findUser(email)).toBeUndefined();
    expect((await call(register, "/api/register/", { body: form(email) })).status).toBe(201);
  });

  test("is answered alike for a known address, whose account stays", async () => {
    const known = await createUser();
    mails.refuseNext(2);
    const [unknown, again] = [await shapeOf(await call(register, "/api/register/", { body: form(newEmail()) })), await shapeOf(await call(register, "/api/register/", { body: form(known.email) }))];
    expect(again).toEqual(unknown);
    expect(await findUser(known.email)).toEqual(known);
  });
});

describe("an activation link", () => {
  test("works once, and the account can sign in then and not before", async () => {
    const { email, uid, token } = await registered();
    expect((await call(login, "/api/login/", { body: { email, password } })).status).toBe(401);
    const response = await activate(uid, token);
    expect([response.status, await response.json()]).toEqual([200, { message: "Account successfully activated." }]);
    expect((await call(login, "/api/login/", { body: { email, password } })).status).toBe(200);
    expect((await activate(uid, token)).status).toBe(400);
  });

  test("pressed ten times at once activates once", async () => {
    const { uid, token, id } = await registered();
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => activate(uid, token)))).map((response) => response.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await db().select().from(auditEntry).where(inArray(auditEntry.action, ["account.activated"]))).toContainEqual(expect.objectContaining({ targetId: String(id) }));
  });

  test("that is expired, altered, of another person or for another purpose is 400 and activates nobody", async () => {
    const one = await registered();
    const other = await registered();
    const alterations = [
      [one.uid, `${one.token.slice(0, -1)}${one.token.endsWith("A") ? "B" : "A"}`],
      [one.uid, other.token],
      [other.uid, one.token],
      ["%%%", one.token],
      [`${one.uid}=`, one.token],
      [encodeUid(999_999), one.token],
      [one.uid, "x".repeat(10_000)],
    ] as const;
    for (const [uid, token] of alterations) {
      const response = await activate(uid, token);
      expect([response.status, Object.keys(await response.json())]).toEqual([400, ["detail"]]);
    }
    await db().update(accountToken).set({ expiresAt: new Date(Date.now() - 1000) }).where(eq(accountToken.userId, one.id));
    expect((await activate(one.uid, one.token)).status).toBe(400);
    await db().update(accountToken).set({ purpose: "reset" }).where(eq(accountToken.userId, other.id));
    expect((await activate(other.uid, other.token)).status).toBe(400);
    expect((await findUser(one.email))!.isActive).toBe(false);
    expect((await findUser(other.email))!.isActive).toBe(false);
  });

  test("does not switch an account on that an administrator switched off", async () => {
    const { email, uid, token } = await registered();
    await db().update(user).set({ emailVerifiedAt: new Date(), isActive: false }).where(eq(user.email, email));
    expect((await activate(uid, token)).status).toBe(400);
    expect((await findUser(email))!.isActive).toBe(false);
  });
});
