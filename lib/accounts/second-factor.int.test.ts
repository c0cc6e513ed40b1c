import { and, eq, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { GET as csrf, POST as nextAuth } from "@/app/api/auth/[...nextauth]/route";
import { POST as login } from "@/app/api/login/route";
import { db } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { rateLimit, session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { userRecoveryCode, userTotp } from "@/db/schema/factors";
import { outboxMail } from "@/db/schema/mails";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { proveByCode, proveByPassword } from "@/lib/accounts/commands/prove-identity";
import { beginAuthenticator, cancelAuthenticator, confirmAuthenticator, removeAuthenticator, renewRecoveryCodes } from "@/lib/accounts/commands/set-up-authenticator";
import { beginSignIn, finishSignIn } from "@/lib/accounts/commands/sign-in";
import { hasRecentProof } from "@/lib/accounts/proof";
import { getPendingAuthenticator, getSecurity } from "@/lib/accounts/security-queries";
import type { UserActor } from "@/lib/authz/actor";
import { call, keep } from "@/lib/http/testing";
import { env } from "@/lib/platform/env";
import { hashPassword } from "@/lib/platform/password";

const password = "three quiet otters";
const passwordHash = await hashPassword(password);
const anyone = { kind: "anonymous", address: "203.0.113.9", requestId: null } as const;

/** What the app of this secret shows, `steps` of thirty seconds from now. */
const codeOf = (secret: string, steps = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
/** A code that is wrong at any time near now. */
function wrongCode(secret: string): string {
  const good = [-3, -2, -1, 0, 1, 2, 3].map((steps) => codeOf(secret, steps));
  return ["000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777"].find((code) => !good.includes(code))!;
}
/** As if the last code had been taken long ago: tests do not wait for the next one. */
const forgetStep = (userId: number) => db().update(userTotp).set({ lastStep: 0 }).where(eq(userTotp.userId, userId));

async function withApp(): Promise<{ actor: UserActor; secret: string; codes: string[] }> {
  const actor = await signIn(await createUser({ passwordHash }));
  await beginAuthenticator(actor);
  const { secret } = (await getPendingAuthenticator(actor))!;
  const codes = await confirmAuthenticator(actor, codeOf(secret));
  await forgetStep(actor.userId);
  return { actor, secret, codes };
}
const loginAs = (body: Record<string, unknown>, address = "203.0.113.7") => call(login, "/api/login/", { body: { password, ...body }, address });
const sessionsOf = (userId: number) => db().select().from(session).where(eq(session.userId, userId));
const actionsOn = async (userId: number) => (await db().select({ action: auditEntry.action }).from(auditEntry).where(and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(userId)))).orderBy(auditEntry.id)).map(({ action }) => action);
const newsTo = async (userId: number) => (await db().select({ data: outboxMail.data }).from(outboxMail).where(and(eq(outboxMail.userId, userId), eq(outboxMail.kind, "account.security"))).orderBy(outboxMail.id)).map(({ data }) => data);
const proveLongAgo = (actor: UserActor) => db().update(session).set({ createdAt: sql`now() - interval '1 hour'`, provenAt: null }).where(eq(session.id, actor.sessionId));

beforeEach(async () => {
  await db().delete(rateLimit);
});

describe("setting up an app", () => {
  test("takes its first code, answers ten recovery codes, and is told by mail and in the audit log", async () => {
    const actor = await signIn(await createUser({ passwordHash }));
    await beginAuthenticator(actor);
    const pending = (await getPendingAuthenticator(actor))!;
    expect(pending.address).toContain(`secret=${pending.secret}`);
    const codes = await confirmAuthenticator(actor, ` ${codeOf(pending.secret).replace(/^.../, "$& ")} `);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    expect(await getSecurity(actor)).toEqual(expect.objectContaining({ hasPassword: true, authenticatorSince: expect.any(Date), recoveryCodesLeft: 10 }));
    expect(await getPendingAuthenticator(actor)).toBeNull();
    expect(await actionsOn(actor.userId)).toEqual(["account.authenticator_added"]);
    expect(await newsTo(actor.userId)).toEqual([expect.objectContaining({ news: "authenticatorOn" })]);
  });

  test("keeps neither the secret nor a recovery code readable", async () => {
    const { actor, secret, codes } = await withApp();
    const [row] = await db().select().from(userTotp).where(eq(userTotp.userId, actor.userId));
    const hashes = await db().select().from(userRecoveryCode).where(eq(userRecoveryCode.userId, actor.userId));
    const stored = JSON.stringify([row, hashes]);
    for (const each of [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) expect(stored).not.toContain(each);
  });

  test("with a wrong code switches nothing on, and the secret stays the same for another try", async () => {
    const actor = await signIn(await createUser({ passwordHash }));
    await beginAuthenticator(actor);
    const { secret } = (await getPendingAuthenticator(actor))!;
    for (const code of [wrongCode(secret), "", "12345", "abcdef"]) await expect(confirmAuthenticator(actor, code)).rejects.toMatchObject({ fields: { code: [expect.any(String)] } });
    await beginAuthenticator(actor);
    expect((await getPendingAuthenticator(actor))!.secret).toBe(secret);
    expect(await getSecurity(actor)).toMatchObject({ authenticatorSince: null, recoveryCodesLeft: 0 });
    expect((await loginAs({ email: actor.email })).status).toBe(200);
    expect(await newsTo(actor.userId)).toEqual([]);
  });

  test("is forgotten when it is cancelled, and after an hour", async () => {
    const actor = await signIn(await createUser({ passwordHash }));
    await beginAuthenticator(actor);
    const first = (await getPendingAuthenticator(actor))!.secret;
    await db().update(userTotp).set({ createdAt: sql`now() - interval '61 minutes'` }).where(eq(userTotp.userId, actor.userId));
    await expect(confirmAuthenticator(actor, codeOf(first))).rejects.toMatchObject({ code: "conflict" });
    await beginAuthenticator(actor);
    expect((await getPendingAuthenticator(actor))!.secret).not.toBe(first);
    await cancelAuthenticator(actor);
    expect(await getPendingAuthenticator(actor)).toBeNull();
  });

  test("an app that is on is not replaced: no second secret, and cancelling does not switch it off", async () => {
    const { actor } = await withApp();
    await expect(beginAuthenticator(actor)).rejects.toMatchObject({ code: "conflict" });
    await cancelAuthenticator(actor);
    expect((await getSecurity(actor)).authenticatorSince).not.toBeNull();
  });

  test.each([
    ["showing the secret", (actor: UserActor) => getPendingAuthenticator(actor)],
    ["beginning", (actor: UserActor) => beginAuthenticator(actor)],
    ["confirming", (actor: UserActor) => confirmAuthenticator(actor, "123456")],
    ["new recovery codes", (actor: UserActor) => renewRecoveryCodes(actor)],
    ["switching off", (actor: UserActor) => removeAuthenticator(actor)],
  ])("%s needs a recent proof", async (_what, run) => {
    const { actor } = await withApp();
    await proveLongAgo(actor);
    await expect(run(actor)).rejects.toMatchObject({ code: "proof_required" });
    expect(await getSecurity(actor)).toMatchObject({ authenticatorSince: expect.any(Date), recoveryCodesLeft: 10 });
    await proveByPassword(actor, password);
    await run(actor).catch((error: unknown) => expect(error).not.toMatchObject({ code: "proof_required" }));
  });
});

describe("signing in with an app on", () => {
  test("without a code is 401 otp_required: no cookie, no session", async () => {
    const { actor } = await withApp();
    for (const body of [{}, { otp: "" }, { otp: null }, { otp: 123456 }]) {
      const response = await loginAs({ email: actor.email, ...body });
      expect([response.status, await response.json()]).toEqual([401, { detail: "A second factor is required.", code: "otp_required" }]);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    expect(await sessionsOf(actor.userId)).toHaveLength(1);
  });

  test("the code of the app opens a session once", async () => {
    const { actor, secret } = await withApp();
    const otp = codeOf(secret);
    const response = await loginAs({ username: actor.email, otp });
    expect(response.status).toBe(200);
    expect(Object.keys(keep({}, response))).toEqual(expect.arrayContaining(["access_token", "refresh_token", "csrftoken"]));
    const again = await loginAs({ email: actor.email, otp });
    expect([again.status, await again.json()]).toEqual([401, { detail: expect.any(String), code: "otp_required" }]);
    expect(await sessionsOf(actor.userId)).toHaveLength(2);
  });

  test("twenty at once with one code open one session", async () => {
    const { actor, secret } = await withApp();
    const otp = codeOf(secret);
    const { ticket } = (await beginSignIn(anyone, { email: actor.email, password, userAgent: null })) as { ticket: string };
    await db().delete(rateLimit);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => finishSignIn(anyone, { ticket, code: otp, userAgent: null })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await sessionsOf(actor.userId)).toHaveLength(2);
  });

  test("the code of the next step is good as well, older and later ones are not", async () => {
    const { actor, secret } = await withApp();
    const statuses: number[] = [];
    for (const steps of [-3, 0, 1, 3]) statuses.push((await loginAs({ email: actor.email, otp: codeOf(secret, steps) })).status);
    expect(statuses).toEqual([401, 200, 200, 401]);
  });

  test("a recovery code opens one session, however it is typed, and the person is told how many are left", async () => {
    const { actor, codes } = await withApp();
    expect((await loginAs({ email: actor.email, otp: codes[0]!.toUpperCase().replaceAll("-", " ").replaceAll("0", "O").replaceAll("1", "I") })).status).toBe(200);
    expect((await loginAs({ email: actor.email, otp: codes[0]! })).status).toBe(401);
    expect(await getSecurity(actor)).toMatchObject({ recoveryCodesLeft: 9 });
    expect(await newsTo(actor.userId)).toEqual([expect.anything(), expect.objectContaining({ news: "recoveryUsed", left: 9 })]);
    expect((await sessionsOf(actor.userId)).length).toBe(2);
  });

  test("a recovery code of another person opens nothing", async () => {
    const [{ actor }, { codes }] = [await withApp(), await withApp()];
    expect((await loginAs({ email: actor.email, otp: codes[0]! })).status).toBe(401);
  });

  test("a wrong password tells nothing of the factor, with a good code or without, and uses the code up for nobody", async () => {
    const { actor, secret } = await withApp();
    const plain = await signIn(await createUser({ passwordHash }));
    const otp = codeOf(secret);
    const answers = [];
    for (const body of [{ email: actor.email, otp }, { email: actor.email }, { email: plain.email }, { email: "nobody@example.test", otp }]) {
      const response = await loginAs({ ...body, password: "wrong password" });
      answers.push([response.status, await response.json()]);
    }
    expect(answers).toEqual(Array.from({ length: 4 }, () => [401, { detail: "invalid credentials" }]));
    expect((await loginAs({ email: actor.email, otp })).status).toBe(200);
  });

  test("a code that nobody asked for is ignored", async () => {
    const plain = await signIn(await createUser({ passwordHash }));
    expect((await loginAs({ email: plain.email, otp: "123456" })).status).toBe(200);
  });

  test("through next-auth it is the same: 401 with the code's name, then a session", async () => {
    const { actor, secret } = await withApp();
    const begun = await call(csrf, "/api/auth/csrf", { params: { nextauth: ["csrf"] } });
    const { csrfToken } = (await begun.json()) as { csrfToken: string };
    const cookies = Object.fromEntries(Object.entries(keep({}, begun)).map(([name, value]) => [name, encodeURIComponent(value)]));
    const enter = (otp?: string) => call(nextAuth, "/api/auth/callback/credentials", { body: { csrfToken, email: actor.email, password, json: "true", ...(otp ? { otp } : {}) }, cookies, params: { nextauth: ["callback", "credentials"] } });
    const refused = await enter();
    expect([refused.status, await refused.json()]).toEqual([401, { detail: "A second factor is required.", code: "otp_required", url: `${env().APP_URL}/login?error=otp_required` }]);
    expect(keep({}, refused).access_token).toBeUndefined();
    expect(keep({}, await enter(codeOf(secret))).access_token).toBeDefined();
  });
});

describe("guessing codes", () => {
  test("the eleventh wrong code is 429 with Retry-After, from whatever address, and a good one then too", async () => {
    const { actor, secret } = await withApp();
    for (let count = 0; count < 10; count += 1) expect((await loginAs({ email: actor.email, otp: wrongCode(secret) }, `198.51.100.${count}`)).status).toBe(401);
    const refused = await loginAs({ email: actor.email, otp: codeOf(secret) }, "198.51.100.50");
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect(await sessionsOf(actor.userId)).toHaveLength(1);
  });

  test("warns the person once, and keeps them out no longer than the window: a recovery code opens at once, a new password clears the count", async () => {
    const { actor, secret, codes } = await withApp();
    for (let count = 0; count < 14; count += 1) await loginAs({ email: actor.email, otp: wrongCode(secret) });
    expect((await newsTo(actor.userId)).filter((data) => (data as { news: string }).news === "codesGuessed")).toHaveLength(1);
    expect((await loginAs({ email: actor.email, otp: codes[3]! })).status).toBe(200);
    await changePassword(actor, password, "four quiet otters");
    expect((await loginAs({ email: actor.email, password: "four quiet otters", otp: codeOf(secret) })).status).toBe(200);
  });

  test("fifty wrong ones in a day are the end of it for that day", async () => {
    const { actor, secret } = await withApp();
    const later = () => db().delete(rateLimit).where(sql`${rateLimit.key} not like 'codeFailuresPerUserAndDay%'`);
    for (let round = 0; round < 5; round += 1) {
      for (let count = 0; count < 10; count += 1) expect((await loginAs({ email: actor.email, otp: wrongCode(secret) })).status).toBe(401);
      await later();
    }
    expect((await loginAs({ email: actor.email, otp: codeOf(secret) })).status).toBe(429);
  });

  test("wrong recovery codes are counted for where they come from", async () => {
    const { actor } = await withApp();
    for (let count = 0; count < 30; count += 1) await loginAs({ email: actor.email, otp: "0000-0000-0000-0000" });
    expect((await loginAs({ email: actor.email, otp: "0000-0000-0000-0000" })).status).toBe(429);
    expect((await loginAs({ email: actor.email, otp: "0000-0000-0000-0000" }, "198.51.100.7")).status).toBe(401);
  });
});

describe("the ticket between the steps", () => {
  const begin = async (email: string) => ((await beginSignIn(anyone, { email, password, userAgent: null })) as { ticket: string }).ticket;

  test("is worthless altered, for the other purpose, after ten minutes, after a change of the password and for a switched-off account", async () => {
    const { actor, secret, codes } = await withApp();
    const ticket = await begin(actor.email);
    const finish = (given: string, code = codeOf(secret)) => finishSignIn(anyone, { ticket: given, code, userAgent: null });
    for (const bad of [`${ticket.slice(0, -4)}AAAA`, "", "v1.AAAA"]) await expect(finish(bad)).rejects.toMatchObject({ code: "unauthenticated" });
    await db().update(user).set({ isActive: false }).where(eq(user.id, actor.userId));
    await expect(finish(ticket)).rejects.toMatchObject({ code: "unauthenticated" });
    await db().update(user).set({ isActive: true, passwordHash: await hashPassword("another one entirely") }).where(eq(user.id, actor.userId));
    await expect(finish(ticket, codes[0])).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await sessionsOf(actor.userId)).toHaveLength(1);
    expect(await getSecurity(actor)).toMatchObject({ recoveryCodesLeft: 10 });
  });

  test("names neither the person nor the password", async () => {
    const { actor } = await withApp();
    const ticket = await begin(actor.email);
    expect(Buffer.from(ticket.slice(3), "base64url").toString("latin1")).not.toMatch(/mark|until|\$argon2/);
  });
});

describe("confirming by code", () => {
  test("a code of the app, or a recovery code, proves the session; a used one and a wrong one do not", async () => {
    const { actor, secret, codes } = await withApp();
    const good = [codeOf(secret), codes[0]!];
    for (const code of good) {
      await proveLongAgo(actor);
      await expect(proveByCode(actor, wrongCode(secret))).rejects.toMatchObject({ fields: { code: [expect.any(String)] } });
      expect(await hasRecentProof(actor)).toBe(false);
      await proveByCode(actor, code);
      expect(await hasRecentProof(actor)).toBe(true);
    }
    await proveLongAgo(actor);
    for (const code of good) await expect(proveByCode(actor, code)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await hasRecentProof(actor)).toBe(false);
  });
});

describe("switching off and new codes", () => {
  test("switched off, the password is enough, the recovery codes are gone, and the person is told", async () => {
    const { actor } = await withApp();
    await removeAuthenticator(actor);
    await removeAuthenticator(actor);
    expect((await loginAs({ email: actor.email })).status).toBe(200);
    expect(await getSecurity(actor)).toMatchObject({ authenticatorSince: null, recoveryCodesLeft: 0 });
    expect(await newsTo(actor.userId)).toEqual([expect.anything(), expect.objectContaining({ news: "authenticatorOff" })]);
    expect((await actionsOn(actor.userId)).filter((action) => action === "account.authenticator_removed")).toHaveLength(1);
  });

  test("new recovery codes make the old ones worthless", async () => {
    const { actor, codes } = await withApp();
    const fresh = await renewRecoveryCodes(actor);
    expect((await loginAs({ email: actor.email, otp: codes[0]! })).status).toBe(401);
    expect((await loginAs({ email: actor.email, otp: fresh[0]! })).status).toBe(200);
    expect(await newsTo(actor.userId)).toContainEqual(expect.objectContaining({ news: "recoveryRenewed" }));
  });

  test("without an app there are no recovery codes to renew", async () => {
    const actor = await signIn(await createUser({ passwordHash }));
    await expect(renewRecoveryCodes(actor)).rejects.toMatchObject({ code: "conflict" });
    expect(await db().select().from(userRecoveryCode).where(eq(userRecoveryCode.userId, actor.userId))).toEqual([]);
  });

  test("a secret sealed for another person, or under another AUTH_SECRET, takes no code; recovery codes still work", async () => {
    const [a, b] = [await withApp(), await withApp()];
    const [{ secretCiphertext } = { secretCiphertext: "" }] = await db().select().from(userTotp).where(eq(userTotp.userId, b.actor.userId));
    await db().update(userTotp).set({ secretCiphertext }).where(eq(userTotp.userId, a.actor.userId));
    expect((await loginAs({ email: a.actor.email, otp: codeOf(b.secret) })).status).toBe(401);
    expect((await loginAs({ email: a.actor.email, otp: a.codes[0]! })).status).toBe(200);
  });
});
