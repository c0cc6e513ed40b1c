import { spawnSync } from "node:child_process";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { GET as activate } from "@/app/api/activate/[uid]/[token]/route";
import { POST as login } from "@/app/api/login/route";
import { POST as confirm } from "@/app/api/password_confirm/[uid]/[token]/route";
import { POST as register } from "@/app/api/register/route";
import { POST as createRoom } from "@/app/api/rooms/route";
import { db, transaction } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { rateLimit, session, user } from "@/db/schema/accounts";
import { room } from "@/db/schema/rooms";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { encodeUid } from "@/lib/accounts/links";
import { issueToken } from "@/lib/accounts/tokens";
import { limits } from "@/lib/core/limits";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";
import { hashPassword } from "@/lib/platform/password";

/* Attacks on accounts that no other file has a test for; docs/SECURITY.md names the test of each. */

const password = "correct horse battery";
const passwordHash = await hashPassword(password);
beforeEach(async () => void (await db().delete(rateLimit)));

const enter = (email: string, secret: string, address = "198.51.100.1") => call(login, "/api/login/", { body: { email, password: secret }, address });
const set = (uid: string, token: string) => call(confirm, `/api/password_confirm/${uid}/${token}/`, { body: { new_password: "a quite different secret", confirm_password: "a quite different secret" }, params: { uid, token } });
const userRow = async (email: string) => (await db().select().from(user).where(eq(user.email, email)))[0];

describe("counters of failed sign-ins", () => {
  test("survive a restart: another process refuses what this one has counted", async () => {
    const { email } = await createUser({ passwordHash });
    for (let count = 0; count < 10; count += 1) await enter(email, "wrong password", `198.51.100.${count}`);
    const script = `
      const { signIn } = await import("@/lib/accounts/commands/sign-in");
      const { closeDatabase } = await import("@/db/client");
      const actor = { kind: "anonymous", address: "198.51.100.200", requestId: null };
      const outcome = await signIn(actor, { email: ${JSON.stringify(email)}, password: ${JSON.stringify(password)}, userAgent: null }).then(() => "in", (error) => error.code);
      console.log(outcome);
      await closeDatabase();
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], { env: process.env, encoding: "utf8", timeout: 60_000 });
    expect([stdout.trim(), stderr]).toEqual(["rate_limited", expect.any(String)]);
  }, 90_000);

  test("are all in the database", () => {
    const counters = Object.entries(limits).filter(([name]) => /^(signIn|register|mailPer|tokenUse|code|recovery|applicationSecret)/.test(name));
    expect(counters.length).toBeGreaterThan(6);
    expect(counters.filter(([, { store }]) => store !== "database")).toEqual([]);
  });
});

describe("a mailed link", () => {
  test("to activate sets no password, and one to set a password activates nobody, whoever's it is", async () => {
    const [waiting, active] = [await createUser({ isActive: false, emailVerifiedAt: null, passwordHash }), await createUser({ passwordHash })];
    const tokens = await transaction(async (tx) => [await issueToken(tx, "activate", waiting.id), await issueToken(tx, "activate", active.id), await issueToken(tx, "reset", waiting.id)] as const);
    expect((await set(encodeUid(waiting.id), tokens[0].token)).status).toBe(400);
    expect((await set(encodeUid(active.id), tokens[1].token)).status).toBe(400);
    const [uid, token] = [encodeUid(waiting.id), tokens[2].token];
    expect((await call(activate, `/api/activate/${uid}/${token}/`, { params: { uid, token } })).status).toBe(400);
    expect([(await userRow(waiting.email))!.isActive, (await userRow(active.email))!.passwordHash]).toEqual([false, passwordHash]);
  });

  test("to set a password is worth nothing once the password was changed by other means", async () => {
    const person = await createUser({ passwordHash });
    const { token } = await transaction((tx) => issueToken(tx, "reset", person.id));
    await changePassword(await signIn(person), password, "four louder badgers");
    expect((await set(encodeUid(person.id), token)).status).toBe(400);
    expect((await enter(person.email, "four louder badgers")).status).toBe(200);
  });
});

describe("a new password", () => {
  test.each([
    ["seven characters", "1q8w-zu", 400],
    ["eight", "1q8w-zux", 201],
    ["sixty-four", "k7 ".repeat(22).slice(0, 64), 201],
    ["a hundred and twenty-eight", "k7-".repeat(43).slice(0, 128), 201],
    ["a hundred and twenty-nine", "k7-".repeat(43), 400],
    ["four hundred thousand", "x".repeat(400_000), 400],
    ["a million", "x".repeat(1_000_000), 413],
    ["spaces and emoji", "🦆 quack 🦆", 201],
    ["a NUL in it", "abcdefgh\0ijkl", 400],
    ["one that everybody has", "1qaz2wsx", 400],
    ["the address itself", "password-is-mail@example.test", 400],
  ])("of %s", async (what, secret, status) => {
    const email = what === "the address itself" ? secret : `password-${what.replaceAll(/\W/g, "-")}@example.test`;
    const response = await call(register, "/api/register/", { body: { email, password: secret, confirmed_password: secret } });
    expect(response.status).toBe(status);
    expect(await userRow(email)).toEqual(status === 201 ? expect.objectContaining({ passwordHash: expect.stringContaining("m=19456,t=2,p=1") }) : undefined);
  });

  test("that nobody can have is refused at the sign-in like any wrong one", async () => {
    const { email } = await createUser({ passwordHash });
    for (const secret of ["x".repeat(500_000), "\0", " ", "__proto__"]) expect((await enter(email, secret)).status).toBe(401);
  });
});

describe("fields that nobody asked for", () => {
  const wishes = { id: 1, role: "admin", is_active: true, isActive: true, email_verified: true, emailVerifiedAt: "2026-01-01T00:00:00Z", password_hash: "x" };

  test("are ignored on the public paths, and nothing of them is written", async () => {
    const email = "mass-assignment@example.test";
    const response = await call(register, "/api/register/", { body: { email, password, confirmed_password: password, ...wishes } });
    expect(response.status).toBe(201);
    const row = (await userRow(email))!;
    expect(row).toMatchObject({ role: "user", isActive: false, emailVerifiedAt: null });
    expect(row.id).not.toBe(1);
    expect((await call(login, "/api/login/", { body: { email, password, ...wishes } })).status).toBe(401);
    expect(await db().select().from(session).where(eq(session.userId, row.id))).toEqual([]);
  });

  test("are refused by name on our own, and nothing is written", async () => {
    const actor = await signIn(await createUser());
    const cookies = { [accessCookie]: await mintSessionToken(actor.userId, actor.sessionId) };
    const before = await db().$count(room);
    const response = await call(createRoom, "/api/rooms/", { body: { name: "A room", role: "owner", owner_id: 1 }, cookies });
    expect(response.status).toBe(400);
    expect(Object.keys((await response.json() as { errors?: object }).errors ?? {}).sort()).toEqual(["owner_id", "role"]);
    expect(await db().$count(room)).toBe(before);
  });
});
