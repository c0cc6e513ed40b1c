import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { rateLimit, session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { passkey, webauthnChallenge } from "@/db/schema/factors";
import { accountIdentity } from "@/db/schema/identities";
import { outboxMail } from "@/db/schema/mails";
import { beginPasskey, finishPasskey } from "@/lib/accounts/commands/add-passkey";
import { removePasskey, renamePasskey } from "@/lib/accounts/commands/change-passkeys";
import { beginPasskeyProof, proveByCode, proveByPasskey } from "@/lib/accounts/commands/prove-identity";
import { removeFactors } from "@/lib/accounts/commands/remove-factors";
import { beginPasskeySignIn, signInWithPasskey } from "@/lib/accounts/commands/sign-in-with-passkey";
import { pruneChallenges } from "@/lib/accounts/passkey-challenges";
import { getPerson } from "@/lib/accounts/people";
import { hasRecentProof } from "@/lib/accounts/proof";
import { getSecurity } from "@/lib/accounts/security-queries";
import { SoftAuthenticator } from "@/lib/accounts/testing";
import type { UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { arePasskeysPossible } from "@/lib/platform/webauthn";

const anyone = { kind: "anonymous", address: "203.0.113.9", requestId: null } as const;
const browser = "b".repeat(43);

async function withPasskey(values: Parameters<typeof createUser>[0] = {}): Promise<{ actor: UserActor; device: SoftAuthenticator; id: number }> {
  const actor = await signIn(await createUser(values));
  const device = new SoftAuthenticator();
  const options = await beginPasskey(actor, browser);
  device.userHandle = options.user.id;
  const id = await finishPasskey(actor, browser, device.register(options), "Blue key");
  return { actor, device, id };
}
const enter = async (device: SoftAuthenticator, change: Partial<Parameters<SoftAuthenticator["answer"]>[0]> = {}, from = browser) => {
  const { challenge } = await beginPasskeySignIn(browser);
  return signInWithPasskey(anyone, { browser: from, answer: device.answer({ challenge, ...change }), userAgent: "Firefox/140" });
};
const refused = { code: "unauthenticated", detail: "invalid credentials" };
const sessionsOf = (userId: number) => db().select().from(session).where(eq(session.userId, userId));
const passkeysOf = (userId: number) => db().select().from(passkey).where(eq(passkey.userId, userId));
const newsTo = async (userId: number) => (await db().select({ data: outboxMail.data }).from(outboxMail).where(eq(outboxMail.userId, userId)).orderBy(outboxMail.id)).map(({ data }) => data);
const actionsOn = async (userId: number) => (await db().select({ action: auditEntry.action }).from(auditEntry).where(and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(userId)))).orderBy(auditEntry.id)).map(({ action }) => action);
const proveLongAgo = (actor: UserActor) => db().update(session).set({ createdAt: sql`now() - interval '1 hour'`, provenAt: null }).where(eq(session.id, actor.sessionId));

beforeEach(async () => {
  await db().delete(rateLimit);
});

describe("adding a passkey", () => {
  test("asks for one that is discoverable and verifies its person, keeps its public half, and tells by mail and in the audit log", async () => {
    const actor = await signIn(await createUser({ name: "Ada" }));
    const options = await beginPasskey(actor, browser);
    expect(options).toMatchObject({ rp: { id: "localhost", name: "Atrium" }, user: { name: actor.email, displayName: "Ada" }, attestation: "none", authenticatorSelection: { residentKey: "required", userVerification: "required" } });
    expect(options.user.id).toMatch(/^[\w-]{43}$/);
    await finishPasskey(actor, browser, new SoftAuthenticator().register(options), "Blue key");
    expect((await getSecurity(actor)).passkeys).toEqual([{ id: expect.any(Number), name: "Blue key", isBackedUp: false, createdAt: expect.any(Date), lastUsedAt: null, can: { remove: false } }]);
    expect(await newsTo(actor.userId)).toEqual([expect.objectContaining({ news: "passkeyAdded", name: "Blue key" })]);
    expect(await actionsOn(actor.userId)).toEqual(["passkey.added"]);
    expect(await db().select().from(webauthnChallenge).where(eq(webauthnChallenge.userId, actor.userId))).toEqual([]);
  });

  test.each([
    ["of another origin", { origin: "https://evil.example" }],
    ["for another host", { rpId: "evil.example" }],
    ["without verifying its person", { isVerified: false }],
    ["to a challenge that we did not make", { challenge: "AAAA" }],
  ])("an answer %s is refused, and nothing is kept", async (_what, change) => {
    const actor = await signIn(await createUser());
    const { challenge } = await beginPasskey(actor, browser);
    await expect(finishPasskey(actor, browser, new SoftAuthenticator().register({ challenge, ...change }), "x")).rejects.toMatchObject({ code: "invalid_input" });
    expect(await passkeysOf(actor.userId)).toEqual([]);
    expect(await newsTo(actor.userId)).toEqual([]);
  });

  test("a challenge is good once, for ten minutes, for one purpose, one browser and one person", async () => {
    const [actor, other] = [await signIn(await createUser()), await signIn(await createUser())];
    const fresh = async () => (await beginPasskey(actor, browser)).challenge;
    const finish = (challenge: string, as = actor, from = browser) => finishPasskey(as, from, new SoftAuthenticator().register({ challenge }), "x");
    await expect(finish(await fresh(), other)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(finish(await fresh(), actor, "c".repeat(43))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(finish((await beginPasskeySignIn(browser)).challenge)).rejects.toMatchObject({ code: "invalid_input" });
    const old = await fresh();
    await db().update(webauthnChallenge).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(webauthnChallenge.challenge, old));
    await expect(finish(old)).rejects.toMatchObject({ code: "invalid_input" });
    const good = await fresh();
    await finish(good);
    await expect(finish(good)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await passkeysOf(actor.userId)).toHaveLength(1);
  });

  test("needs a recent proof, at both steps", async () => {
    const actor = await signIn(await createUser());
    const { challenge } = await beginPasskey(actor, browser);
    await proveLongAgo(actor);
    await expect(beginPasskey(actor, browser)).rejects.toMatchObject({ code: "proof_required" });
    await expect(finishPasskey(actor, browser, new SoftAuthenticator().register({ challenge }), "x")).rejects.toMatchObject({ code: "proof_required" });
    expect(await passkeysOf(actor.userId)).toEqual([]);
  });

  test("the same one is kept once, for one person", async () => {
    const { actor, device } = await withPasskey();
    const other = await signIn(await createUser());
    for (const each of [actor, other]) {
      const { challenge } = await beginPasskey(each, browser);
      await expect(finishPasskey(each, browser, device.register({ challenge }), "again")).rejects.toMatchObject({ code: "conflict" });
    }
    expect((await beginPasskey(actor, browser)).excludeCredentials).toEqual([expect.objectContaining({ id: device.credentialId.toString("base64url") })]);
    expect(await passkeysOf(other.userId)).toEqual([]);
  });

  test("a person has at most twenty", async () => {
    const { actor } = await withPasskey();
    const more = Array.from({ length: settings.passkeysMax - 1 }, (_, index) => ({ userId: actor.userId, credentialId: `more-${actor.userId}-${index}`, publicKey: "", counter: 0, name: "x", isBackedUp: false }));
    await db().insert(passkey).values(more);
    const { challenge } = await beginPasskey(actor, browser);
    await expect(finishPasskey(actor, browser, new SoftAuthenticator().register({ challenge }), "x")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("signing in with a passkey", () => {
  test("opens a session of its person without a word of who it is, and remembers the use", async () => {
    const { actor, device, id } = await withPasskey();
    const signedIn = await enter(device);
    expect(signedIn).toMatchObject({ userId: actor.userId, email: actor.email });
    expect((await sessionsOf(actor.userId)).at(-1)).toMatchObject({ userAgent: "Firefox/140", address: "203.0.113.9" });
    expect((await passkeysOf(actor.userId))[0]).toMatchObject({ id, lastUsedAt: expect.any(Date) });
    expect(await actionsOn(actor.userId)).toContain("session.started");
  });

  test.each([
    ["of another origin", { origin: "https://evil.example" }],
    ["of this host under another port", { origin: "http://localhost:4000" }],
    ["for another host", { rpId: "evil.example" }],
    ["without verifying the person", { isVerified: false }],
    ["to a challenge that we did not make", { challenge: "AAAA" }],
  ])("an answer %s opens nothing", async (_what, change) => {
    const { actor, device } = await withPasskey();
    await expect(enter(device, change)).rejects.toMatchObject(refused);
    expect(await sessionsOf(actor.userId)).toHaveLength(1);
  });

  test("an answer from another browser, a repeated one, one signed by another key and one of an unknown key open nothing", async () => {
    const { actor, device } = await withPasskey();
    await expect(enter(device, {}, "c".repeat(43))).rejects.toMatchObject(refused);
    const { challenge } = await beginPasskeySignIn(browser);
    const answer = device.answer({ challenge });
    await signInWithPasskey(anyone, { browser, answer, userAgent: null });
    await expect(signInWithPasskey(anyone, { browser, answer, userAgent: null })).rejects.toMatchObject(refused);
    const thief = new SoftAuthenticator();
    await expect(enter(thief)).rejects.toMatchObject(refused);
    const mixed = { ...thief.answer({ challenge: (await beginPasskeySignIn(browser)).challenge }), id: device.credentialId.toString("base64url"), rawId: device.credentialId.toString("base64url") };
    await expect(signInWithPasskey(anyone, { browser, answer: mixed, userAgent: null })).rejects.toMatchObject(refused);
    expect(await sessionsOf(actor.userId)).toHaveLength(2);
  });

  test("one challenge opens one session, however many answers come at once", async () => {
    const { actor, device } = await withPasskey();
    const { challenge } = await beginPasskeySignIn(browser);
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => signInWithPasskey(anyone, { browser, answer: device.answer({ challenge }), userAgent: null })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await sessionsOf(actor.userId)).toHaveLength(2);
  });

  test("a switched-off account stays shut", async () => {
    const { actor, device } = await withPasskey();
    await db().update(user).set({ isActive: false }).where(eq(user.id, actor.userId));
    await expect(enter(device)).rejects.toMatchObject(refused);
    expect(await sessionsOf(actor.userId)).toHaveLength(1);
  });

  test("a counter must grow; one that went back is refused, kept in the audit log and told to the person", async () => {
    const { actor, device } = await withPasskey();
    device.counter = 7;
    await enter(device);
    for (const stale of [7, 6, 0]) {
      device.counter = stale;
      await expect(enter(device)).rejects.toMatchObject(refused);
    }
    expect((await passkeysOf(actor.userId))[0]!.counter).toBe(7);
    expect((await actionsOn(actor.userId)).filter((action) => action === "passkey.counter_went_back")).toHaveLength(3);
    expect(await newsTo(actor.userId)).toContainEqual(expect.objectContaining({ news: "passkeyCopied", name: "Blue key" }));
    device.counter = 8;
    await enter(device);
  });

  test("thirty refused answers from one address are 429 there", async () => {
    for (let count = 0; count < 30; count += 1) await expect(enter(new SoftAuthenticator())).rejects.toMatchObject(refused);
    const { device } = await withPasskey();
    await expect(enter(device)).rejects.toMatchObject({ code: "rate_limited" });
  });

  test("challenges that nobody answered are forgotten", async () => {
    const { challenge } = await beginPasskeySignIn(browser);
    await db().update(webauthnChallenge).set({ expiresAt: sql`now() - interval '1 second'` });
    expect(await pruneChallenges()).toBeGreaterThan(0);
    expect(await db().select().from(webauthnChallenge).where(eq(webauthnChallenge.challenge, challenge))).toEqual([]);
  });

  test("at an address that is a number there are none", () => {
    const before = env().APP_URL;
    const possible = ["http://127.0.0.1:3000", "http://[::1]:3000", "http://localhost:3000", "https://atrium.example"].map((url) => {
      env().APP_URL = url;
      return arePasskeysPossible();
    });
    env().APP_URL = before;
    expect(possible).toEqual([false, false, true, true]);
  });
});

describe("confirming with a passkey", () => {
  test("proves this session, by one's own passkey and a challenge for that", async () => {
    const { actor, device } = await withPasskey();
    const { device: foreign } = await withPasskey();
    await proveLongAgo(actor);
    const options = await beginPasskeyProof(actor, browser);
    expect(options.allowCredentials).toEqual([expect.objectContaining({ id: device.credentialId.toString("base64url") })]);
    await expect(proveByPasskey(actor, browser, foreign.answer(options))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(proveByPasskey(actor, browser, device.answer(await beginPasskeySignIn(browser)))).rejects.toMatchObject({ code: "invalid_input" });
    expect(await hasRecentProof(actor)).toBe(false);
    await proveByPasskey(actor, browser, device.answer(await beginPasskeyProof(actor, browser)));
    expect(await hasRecentProof(actor)).toBe(true);
  });

  test("whoever has none is told so; a code of an app that is not there proves nothing", async () => {
    const actor = await signIn(await createUser());
    await proveLongAgo(actor);
    await expect(beginPasskeyProof(actor, browser)).rejects.toMatchObject({ code: "conflict" });
    await expect(proveByCode(actor, "123456")).rejects.toMatchObject({ fields: { code: [expect.any(String)] } });
    expect(await hasRecentProof(actor)).toBe(false);
  });
});

describe("renaming and removing", () => {
  test("a removed passkey opens nothing, and its person is told", async () => {
    const { actor, device, id } = await withPasskey({ passwordHash: "x" });
    await renamePasskey(actor, id, "Green key");
    await removePasskey(actor, id);
    await expect(enter(device)).rejects.toMatchObject(refused);
    expect(await newsTo(actor.userId)).toContainEqual(expect.objectContaining({ news: "passkeyRemoved", name: "Green key" }));
    expect(await actionsOn(actor.userId)).toEqual(["passkey.added", "passkey.renamed", "passkey.removed"]);
  });

  test("nobody changes another person's, and removing needs a recent proof", async () => {
    const { actor, id } = await withPasskey({ passwordHash: "x" });
    const other = await signIn(await createUser());
    await expect(renamePasskey(other, id, "mine")).rejects.toMatchObject({ code: "not_found" });
    await expect(removePasskey(other, id)).rejects.toMatchObject({ code: "not_found" });
    await proveLongAgo(actor);
    await expect(removePasskey(actor, id)).rejects.toMatchObject({ code: "proof_required" });
    expect(await passkeysOf(actor.userId)).toMatchObject([{ name: "Blue key" }]);
  });

  test("the only way in stays, also against two removals at once; a link to the organisation counts while that one is configured", async () => {
    const { actor, id } = await withPasskey();
    await expect(removePasskey(actor, id)).rejects.toMatchObject({ code: "conflict" });
    const second = await finishPasskey(actor, browser, new SoftAuthenticator().register(await beginPasskey(actor, browser)), "Second");
    const both = await Promise.allSettled([removePasskey(actor, id), removePasskey(actor, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [last] = await passkeysOf(actor.userId);
    await db().insert(accountIdentity).values({ issuer: "https://id.example", subject: "1", userId: actor.userId });
    await expect(removePasskey(actor, last!.id)).rejects.toMatchObject({ code: "conflict" });
    env().OIDC_ISSUER = "https://id.example";
    try {
      await removePasskey(actor, last!.id);
    } finally {
      env().OIDC_ISSUER = undefined;
    }
    expect(await passkeysOf(actor.userId)).toEqual([]);
  });
});

describe("an administrator", () => {
  test("sees which factors somebody has and takes them away, with an audit entry and a mail; the password stays", async () => {
    const admin = await signIn(await createUser({ role: "admin" }));
    const { actor, device } = await withPasskey({ passwordHash: "x" });
    expect(await getPerson(admin, actor.userId)).toMatchObject({ factors: { authenticator: false, recoveryCodesLeft: 0, passkeys: 1 }, can: { removeFactors: true } });
    await removeFactors(admin, actor.userId);
    await expect(enter(device)).rejects.toMatchObject(refused);
    expect(await getPerson(admin, actor.userId)).toMatchObject({ factors: { authenticator: false, recoveryCodesLeft: 0, passkeys: 0 }, can: { removeFactors: false } });
    expect(await actionsOn(actor.userId)).toContain("account.factors_removed");
    expect(await newsTo(actor.userId)).toContainEqual(expect.objectContaining({ news: "factorsRemoved" }));
    await expect(removeFactors(admin, actor.userId)).rejects.toMatchObject({ code: "conflict" });
    expect((await getSecurity(actor)).hasPassword).toBe(true);
  });

  test("is the only one who does, and never for themselves; a moderator does not see the factors", async () => {
    const { actor, device } = await withPasskey({ passwordHash: "x", role: "admin" });
    const moderator = await signIn(await createUser({ role: "moderator" }));
    for (const each of [actor, moderator, await signIn(await createUser())]) await expect(removeFactors(each, actor.userId)).rejects.toMatchObject({ code: "forbidden" });
    expect(await getPerson(moderator, actor.userId)).toMatchObject({ factors: null, can: { removeFactors: false } });
    await enter(device);
  });
});
