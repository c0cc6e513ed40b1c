import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GET as activateByGet } from "@/app/api/activate/[uid]/[token]/route";
import { POST as login } from "@/app/api/login/route";
import { POST as confirm } from "@/app/api/password_confirm/[uid]/[token]/route";
import { POST as requestReset } from "@/app/api/password_reset/route";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { accountToken, rateLimit, session, user } from "@/db/schema/accounts";
import { sendQueuedMails } from "@/inngest/mail-testing";
import { identifyRequest } from "@/lib/http/identify";
import { call, keep, shapeOf } from "@/lib/http/testing";
import { backgroundSettled } from "@/lib/platform/background";
import { installFakeMailServer, type FakeMailServer } from "@/lib/platform/mail/fake";
import { hashPassword } from "@/lib/platform/password";

const password = "correct horse battery";
const newPassword = "a quite different secret";
const passwordHash = await hashPassword(password);
let mails: FakeMailServer;

beforeEach(async () => {
  mails = installFakeMailServer();
  await db().delete(rateLimit);
});
afterEach(async () => {
  await backgroundSettled();
  mails.uninstall();
});

const ask = (email: unknown) => call(requestReset, "/api/password_reset/", { body: { email } });
const set = (uid: string, token: string, body: unknown = { new_password: newPassword, confirm_password: newPassword }) =>
  call(confirm, `/api/password_confirm/${uid}/${token}/`, { body, params: { uid, token } });
const userRow = async (id: number) => (await db().select().from(user).where(eq(user.id, id)))[0]!;
const signIn = (email: string, secret: string) => call(login, "/api/login/", { body: { email, password: secret } });

async function linkFor(email: string): Promise<{ uid: string; token: string }> {
  await ask(email);
  await backgroundSettled();
  await sendQueuedMails();
  const [, uid, token] = /\/reset-password\/([\w-]+)\/([\w-]+)/.exec(mails.taken.at(-1)!.text)!;
  return { uid: uid!, token: token! };
}

describe("asking for a reset", () => {
  test("is answered alike for every address, and mails only to one that has an account", async () => {
    const known = await createUser({ passwordHash });
    const off = await createUser({ passwordHash, isActive: false });
    const shapes = [];
    for (const email of [known.email, "nobody@example.test", off.email, ` ${known.email.toUpperCase()} `]) shapes.push(await shapeOf(await ask(email)));
    expect(shapes[0]).toMatchObject({ status: 200, body: { detail: "An email has been sent to reset your password." } });
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
    await backgroundSettled();
    await sendQueuedMails();
    expect(mails.taken.map((mail) => mail.to)).toEqual([known.email, known.email]);
  });

  test.each([["nobody"], [""], [7], [undefined], [["a@example.test"]]])("with %j is 400 on the field", async (email) => {
    const response = await ask(email);
    expect([response.status, Object.keys(await response.json())]).toEqual([400, ["email"]]);
  });

  test("is in the audit log, by the person's number or the hash of what is nobody's address", async () => {
    const known = await createUser({ passwordHash });
    await db().delete(auditEntry);
    for (const email of [known.email, "nobody-asks@example.test"]) await ask(email);
    await backgroundSettled();
    const entries = await db().select().from(auditEntry).orderBy(auditEntry.id);
    expect(entries).toHaveLength(2);
    expect(entries).toEqual(expect.arrayContaining([
      expect.objectContaining({ action: "account.reset_requested", targetId: String(known.id), address: "203.0.113.7" }),
      expect.objectContaining({ action: "account.reset_requested", targetId: null, details: { addressHash: expect.any(String) } }),
    ]));
    expect(JSON.stringify(entries)).not.toContain("nobody-asks");
  });

  test("is answered the same when the mail server refuses or the mailbox got enough", async () => {
    const known = await createUser({ passwordHash });
    mails.refuseNext();
    for (let count = 0; count < 7; count += 1) expect((await ask(known.email)).status).toBe(200);
    await backgroundSettled();
    await sendQueuedMails();
    expect(mails.taken.length).toBeLessThanOrEqual(5);
  });
});

describe("setting a new password", () => {
  test("works once, ends every session, forgets failed attempts, and says so by mail", async () => {
    const person = await createUser({ passwordHash });
    const held = keep({}, await signIn(person.email, password));
    for (let count = 0; count < 11; count += 1) await signIn(person.email, "wrong password");
    const { uid, token } = await linkFor(person.email);
    const response = await set(uid, token);
    expect([response.status, await response.json()]).toEqual([200, { detail: "Your Password has been successfully reset." }]);
    expect((await identifyRequest(new Headers({ cookie: `access_token=${held.access_token}` }))).kind).toBe("anonymous");
    expect((await signIn(person.email, password)).status).toBe(401);
    expect((await signIn(person.email, newPassword)).status).toBe(200);
    expect((await set(uid, token, { new_password: "yet another secret", confirm_password: "yet another secret" })).status).toBe(400);
    await sendQueuedMails();
    expect(mails.taken.at(-1)).toMatchObject({ to: person.email, subject: "Your Atrium password was changed" });
  });

  test("with an older link, an expired one, an altered one or another person's is 400, and nothing changes", async () => {
    const person = await createUser({ passwordHash });
    const other = await createUser({ passwordHash });
    const older = await linkFor(person.email);
    const newer = await linkFor(person.email);
    const foreign = await linkFor(other.email);
    for (const [uid, token] of [[older.uid, older.token], [newer.uid, foreign.token], [foreign.uid, newer.token], [newer.uid, `${newer.token}x`], ["AAAA", newer.token]] as const) {
      const response = await set(uid, token);
      expect([response.status, Object.keys(await response.json())]).toEqual([400, ["detail"]]);
    }
    await db().update(accountToken).set({ expiresAt: new Date(Date.now() - 1000) }).where(eq(accountToken.userId, person.id));
    expect((await set(newer.uid, newer.token)).status).toBe(400);
    expect((await userRow(person.id)).passwordHash).toBe(passwordHash);
  });

  test("a reset link activates nothing through the activation's address, and stays good", async () => {
    const waiting = await createUser({ passwordHash, isActive: false, emailVerifiedAt: null });
    const { uid, token } = await linkFor(waiting.email);
    expect((await call(activateByGet, `/api/activate/${uid}/${token}/`, { params: { uid, token } })).status).toBe(400);
    expect((await userRow(waiting.id)).isActive).toBe(false);
    expect((await set(uid, token)).status).toBe(200);
    expect((await userRow(waiting.id)).isActive).toBe(true);
  });

  test.each([
    ["a short password", { new_password: "1q8w-zu", confirm_password: "1q8w-zu" }, "new_password"],
    ["a common password", { new_password: "iloveyou1", confirm_password: "iloveyou1" }, "new_password"],
    ["two different ones", { new_password: newPassword, confirm_password: "something else" }, "confirm_password"],
    ["none", {}, "new_password,confirm_password"],
  ])("with %s is 400 on the field, ends no session, and the link stays good", async (_what, body, fields) => {
    const person = await createUser({ passwordHash });
    const held = keep({}, await signIn(person.email, password));
    const { uid, token } = await linkFor(person.email);
    const response = await set(uid, token, body);
    expect([response.status, Object.keys(await response.json()).join()]).toEqual([400, fields]);
    expect((await userRow(person.id)).passwordHash).toBe(passwordHash);
    expect((await identifyRequest(new Headers({ cookie: `access_token=${held.access_token}` }))).kind).toBe("user");
    expect((await set(uid, token)).status).toBe(200);
  });

  test("does not switch an account on that was switched off after the link was sent", async () => {
    const person = await createUser({ passwordHash });
    const { uid, token } = await linkFor(person.email);
    await db().update(user).set({ isActive: false }).where(eq(user.id, person.id));
    expect((await set(uid, token)).status).toBe(400);
    expect(await userRow(person.id)).toMatchObject({ isActive: false, passwordHash });
    expect(await db().select().from(session).where(eq(session.userId, person.id))).toEqual([]);
  });
});
