import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { db, sql, transaction } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { outboxMail } from "@/db/schema/mails";
import { sendQueuedMails } from "@/inngest/mail-testing";
import { passwordChangedMail, resetMail } from "@/lib/accounts/mails";
import type { UserActor } from "@/lib/authz/actor";
import { giveUpMail } from "@/lib/notifications/commands/give-up-mail";
import { retryFailedMails, retryMail } from "@/lib/notifications/commands/retry-mails";
import { countFailedMails, getMail, listMails } from "@/lib/notifications/mail-log";
import { queueMail } from "@/lib/platform/mail/queue";
import { pruneMails } from "@/lib/platform/mail/tend";

let admin: UserActor;
let moderator: UserActor;
beforeAll(async () => {
  admin = await createActor({ role: "admin" });
  moderator = await createActor({ role: "moderator" });
});
afterEach(async () => {
  await db().delete(outboxMail);
  await db().delete(auditEntry);
  await sql()`delete from engine.event`;
});

const url = "http://localhost:3000/reset-password/MQ/a-very-secret-token";
const queue = async (email = "ada@example.test") => (await transaction((tx) => queueMail(tx, resetMail, { to: { email, locale: "en" }, data: { url } })))!;
const fail = async (id: number, values: Partial<typeof outboxMail.$inferInsert> = {}) => db().update(outboxMail).set({ state: "failed", error: "EENVELOPE 550", attempts: 3, ...values }).where(eq(outboxMail.id, id));
const row = async (id: number) => (await db().select().from(outboxMail).where(eq(outboxMail.id, id)))[0]!;
const audits = async () => (await db().select().from(auditEntry)).map(({ action, targetId, actorId }) => [action, targetId, actorId]);
const announcements = async () => (await sql()`select id from engine.event where name = 'mail/queued'`).length;

describe("the list of mails", () => {
  test("is for administrators only, like everything that can be done in it", async () => {
    const id = await queue();
    await fail(id);
    const stranger = { kind: "anonymous", address: null, requestId: null } as const;
    for (const [actor, code] of [[moderator, "forbidden"], [await createActor(), "forbidden"], [stranger, "unauthenticated"]] as const) {
      for (const act of [() => listMails(actor), () => getMail(actor, id), () => countFailedMails(actor), () => retryMail(actor, id), () => retryFailedMails(actor), () => giveUpMail(actor, id)]) await expect(act()).rejects.toMatchObject({ code });
    }
    expect([(await row(id)).state, await audits()]).toEqual(["failed", []]);
  });

  test("is found by part of an address, a subject or a kind, and by state, a page at a time", async () => {
    const [ada, bob] = [await queue("ada_l%velace@example.test"), await queue("bob@example.test")];
    await fail(bob, { subject: "Choose a new password" });
    const found = async (filter: Parameters<typeof listMails>[1]) => (await listMails(admin, filter)).items.map(({ id }) => id);
    expect(await found({})).toEqual([bob, ada]);
    expect(await found({ text: "L%VEL" })).toEqual([ada]);
    expect(await found({ text: "%" })).toEqual([ada]);
    expect(await found({ text: "new pass" })).toEqual([bob]);
    expect(await found({ text: "account.res\0et" })).toEqual([bob, ada]);
    expect(await found({ state: "failed" })).toEqual([bob]);
    expect(await found({ before: bob })).toEqual([ada]);
    expect(await countFailedMails(admin)).toBe(1);
  });

  test("shows what a mail is made from and never its link", async () => {
    const id = await queue();
    const detail = await getMail(admin, id);
    expect(detail).toMatchObject({ facts: {}, hasSecret: true, can: { retry: false, giveUp: true } });
    expect(JSON.stringify([detail, await listMails(admin)])).not.toMatch(/secret-token|sealed/);
    await db().update(outboxMail).set({ data: { note: `see ${url} there`, deep: [{ url }] } }).where(eq(outboxMail.id, id));
    expect((await getMail(admin, id)).facts).toEqual({ note: "see http://localhost:3000/… there", deep: [{ url: "http://localhost:3000/…" }] });
    await expect(getMail(admin, id + 1)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a mail that failed", () => {
  test("is sent again with all its tries, and that is in the audit log", async () => {
    const id = await queue();
    await fail(id);
    const before = await announcements();
    await retryMail(admin, id);
    expect(await row(id)).toMatchObject({ state: "queued", attempts: 0, error: null });
    expect(await announcements()).toBe(before + 1);
    expect(await audits()).toEqual([["mail.retried", String(id), admin.userId]]);
    expect(await sendQueuedMails()).toEqual([{ outcome: "sent" }]);
    await expect(retryMail(admin, id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("pressed ten times at once is queued once", async () => {
    const id = await queue();
    await fail(id);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => retryMail(admin, id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await audits()).toHaveLength(1);
  });

  test("whose link has expired, or that a request handed over itself, cannot be sent again", async () => {
    const [expired, direct, plain] = [await queue(), await queue(), (await transaction((tx) => queueMail(tx, passwordChangedMail, { to: { email: "a@example.test", locale: "en" }, data: { at: new Date().toISOString() } })))!];
    for (const id of [expired, plain]) await fail(id, { createdAt: new Date(Date.now() - 25 * 60 * 60 * 1000) });
    await fail(direct, { data: null, sealed: null });
    await pruneMails();
    for (const id of [expired, direct]) await expect(retryMail(admin, id)).rejects.toMatchObject({ code: "conflict" });
    expect(await Promise.all([expired, direct, plain].map(async (id) => (await getMail(admin, id)).can.retry))).toEqual([false, false, true]);
    expect(await retryFailedMails(admin)).toBe(1);
    expect((await row(plain)).state).toBe("queued");
    expect(await audits()).toEqual([["mail.all_retried", null, admin.userId]]);
    expect([await retryFailedMails(admin), (await audits()).length]).toEqual([0, 1]);
  });

  test("is given up: its link is erased and it counts no longer", async () => {
    const [failed, waiting] = [await queue(), await queue()];
    await fail(failed);
    for (const id of [failed, waiting]) await giveUpMail(admin, id);
    expect([await row(failed), await row(waiting)]).toMatchObject([{ state: "cancelled", sealed: null, error: "given_up" }, { state: "cancelled", sealed: null }]);
    expect(await countFailedMails(admin)).toBe(0);
    expect(await sendQueuedMails()).toEqual([]);
    await expect(giveUpMail(admin, failed)).rejects.toMatchObject({ code: "conflict" });
    expect((await audits()).map(([action]) => action)).toEqual(["mail.given_up", "mail.given_up"]);
  });
});
