import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { db, sql, transaction } from "@/db/client";
import { createUser } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { outboxMail } from "@/db/schema/mails";
import { inngest } from "@/inngest/client";
import { startEngine } from "@/inngest/engine/testing";
import { sendMail } from "@/inngest/functions/send-mail";
import { mailKinds } from "@/inngest/mail-kinds";
import { sendQueuedMails } from "@/inngest/mail-testing";
import { activationMail, passwordChangedMail, resetMail } from "@/lib/accounts/mails";
import { settings } from "@/lib/core/settings";
import { getOutboxMail } from "@/lib/notifications/queries";
import { env } from "@/lib/platform/env";
import { defineMail } from "@/lib/platform/mail/kind";
import { cancelMails, queueMail } from "@/lib/platform/mail/queue";
import { sendQueuedMail } from "@/lib/platform/mail/send-queued";
import { announceDueMails, pruneMails } from "@/lib/platform/mail/tend";
import { partsOf, startMailServer, type TestMailServer } from "@/lib/platform/mail/testing";

const url = "http://localhost:3000/reset-password/MQ/a-very-secret-token";
const at = "2026-07-01T12:05:00.000Z";
let server: TestMailServer;

async function startServer(options?: Parameters<typeof startMailServer>[0]): Promise<void> {
  await server?.close();
  server = await startMailServer(options);
  env().SMTP_URL = server.url;
}

beforeEach(() => startServer());
afterEach(async () => {
  env().SMTP_URL = undefined;
  await server.close();
  await db().delete(outboxMail);
  await sql()`delete from engine.event`;
});

const queueReset = async (more: Partial<Parameters<typeof queueMail>[2]> = {}) => {
  const person = await createUser();
  const id = await transaction((tx) => queueMail(tx, resetMail, { to: { userId: person.id }, ...more, data: { url } }));
  return { id: id!, person };
};
const row = async (id: number) => (await db().select().from(outboxMail).where(eq(outboxMail.id, id)))[0]!;

describe("a queued mail", () => {
  test("goes out by the background function, in text and HTML, and its link is then kept nowhere", async () => {
    const { id, person } = await queueReset();
    expect((await row(id)).state).toBe("queued");
    expect(JSON.stringify(await row(id))).not.toContain("a-very-secret-token");
    await startEngine(inngest, [sendMail]);
    await expect.poll(async () => (await row(id)).state).toBe("sent");
    const [mail] = server.taken;
    const { headers, parts } = partsOf(mail!.raw);
    expect(mail!.to).toEqual([person.email]);
    expect(headers).toMatch(/^Subject: Choose a new password for Atrium$/m);
    expect(headers).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(parts.map((part) => part.type.split(";")[0])).toEqual(["text/plain", "text/html"]);
    for (const part of parts) expect(part.text).toContain(url);
    const sent = await row(id);
    expect(sent).toMatchObject({ sealed: null, text: "", html: "", attempts: 1, error: null, sentAt: expect.any(Date) });
    expect(JSON.stringify([sent, await sql()`select data from engine.event`, await sql()`select output from engine.run`])).not.toContain("a-very-secret-token");
  });

  test("is written in the language and by the clock that its reader has when it is sent, with the zone's name", async () => {
    const person = await createUser({ locale: "en", timeZone: "UTC" });
    await transaction((tx) => queueMail(tx, passwordChangedMail, { to: { userId: person.id }, data: { at } }));
    await db().update(user).set({ locale: "de", timeZone: "Europe/Berlin", email: "neu@example.test" }).where(eq(user.id, person.id));
    await transaction((tx) => queueMail(tx, passwordChangedMail, { to: { email: "fr@example.test", locale: "fr", timeZone: "America/New_York" }, data: { at } }));
    await sendQueuedMails();
    const [german, french] = server.taken.map((mail) => ({ to: mail.to, ...partsOf(mail.raw) }));
    expect(german!.to).toEqual(["neu@example.test"]);
    expect(german!.headers).toMatch(/^Subject: =\?UTF-8\?Q\?Ihr_Atrium-Passwort_wurde_ge=C3=A4ndert\?=$/m);
    expect(german!.parts[0]!.text).toContain("Mittwoch, 1. Juli 2026 um 14:05 Mitteleuropäische Sommerzeit geändert");
    expect(french!.parts[0]!.text).toMatch(/mercredi 1 juillet 2026 à 08:05 heure d’été de l’Est/);
  });

  test("of a transaction that fails is never sent", async () => {
    const person = await createUser();
    const failing = transaction(async (tx) => {
      await queueMail(tx, resetMail, { to: { userId: person.id }, data: { url } });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await db().select().from(outboxMail)).toEqual([]);
    expect(await sql()`select id from engine.event where name = 'mail/queued'`).toEqual([]);
  });

  test("is queued once for a dedupe key, and can be taken back until it is sent", async () => {
    const { id } = await queueReset({ dedupeKey: "reminder:1", cancelKey: "meeting:1" });
    const person = await createUser();
    const again = () => transaction((tx) => queueMail(tx, resetMail, { to: { userId: person.id }, data: { url }, dedupeKey: "reminder:1", cancelKey: "meeting:1" }));
    expect(await again()).toBeNull();
    expect(await transaction((tx) => cancelMails(tx, "meeting:1"))).toBe(1);
    expect(await row(id)).toMatchObject({ state: "cancelled", sealed: null });
    expect(await sendQueuedMail(id, mailKinds)).toEqual({ outcome: "over" });
    expect(await again()).toEqual(expect.any(Number));
    await sendQueuedMails();
    expect(await transaction((tx) => cancelMails(tx, "meeting:1"))).toBe(0);
    expect(server.taken.map((mail) => mail.to)).toEqual([[person.email]]);
  });

  test("for a person who is gone, or that its kind does not want any more, is cancelled", async () => {
    const { id, person } = await queueReset();
    await db().delete(user).where(eq(user.id, person.id));
    expect(await sendQueuedMails()).toEqual([{ outcome: "cancelled" }]);
    const stale = defineMail("test.stale", { data: z.strictObject({ n: z.number() }), isStillWanted: async ({ n }) => n > 1, compose: ({ data }) => ({ subject: `n ${data.n}`, paragraphs: [], footnote: "" }) });
    const ids = await transaction(async (tx) => [await queueMail(tx, stale, { to: { email: "a@example.test", locale: "en" }, data: { n: 1 } }), await queueMail(tx, stale, { to: { email: "a@example.test", locale: "en" }, data: { n: 2 } })]);
    for (const each of ids) await sendQueuedMail(each!, new Map([[stale.name, stale]]));
    expect(await Promise.all([id, ...ids].map(async (each) => (await row(each!)).state))).toEqual(["cancelled", "cancelled", "sent"]);
  });

  test("with a calendar file carries it for programs that know calendars, and attached", async () => {
    const invite = defineMail("test.invite", {
      data: z.strictObject({}),
      compose: () => ({ subject: "Einladung: Grüße", paragraphs: ["ä".repeat(100)], footnote: "Bye.", calendar: { method: "REQUEST", filename: "invite.ics", content: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n" } }),
    });
    const id = await transaction((tx) => queueMail(tx, invite, { to: { email: "a@example.test", locale: "de" }, data: {} }));
    await sendQueuedMail(id!, new Map([[invite.name, invite]]));
    const { parts } = partsOf(server.taken[0]!.raw);
    expect(parts.map((part) => part.type.split(";")[0])).toEqual(["text/plain", "text/html", "text/calendar", "application/ics"]);
    expect(parts[2]!.type).toContain("method=REQUEST");
    expect(parts[0]!.text).toContain("ä".repeat(100));
    expect(parts[3]!.text).toContain("BEGIN:VCALENDAR");
  });
});

describe("a mail server that", () => {
  test("says no for good: the mail fails at once", async () => {
    server.refuseNext(550);
    const { id } = await queueReset();
    expect(await sendQueuedMails()).toEqual([{ outcome: "failed" }]);
    expect(await row(id)).toMatchObject({ state: "failed", error: "EENVELOPE 550", subject: "Choose a new password for Atrium", sentAt: null });
    expect(server.taken).toEqual([]);
  });

  test("asks to come back later gets it at the next try, under the same Message-ID; then it is over", async () => {
    server.refuseNext(451);
    const { id } = await queueReset();
    const person = await row(id);
    expect(await sendQueuedMails()).toEqual([{ outcome: "later", retryInSeconds: settings.mailRetrySeconds[0] }]);
    expect(await row(id)).toMatchObject({ state: "queued", attempts: 1, error: "EENVELOPE 451" });
    expect(await sendQueuedMails()).toEqual([{ outcome: "sent" }]);
    expect(await row(id)).toMatchObject({ state: "sent", attempts: 2, error: null });
    expect(partsOf(server.taken[0]!.raw).headers).toContain(`Message-ID: <${person.messageId}@localhost>`);
    expect(await sendQueuedMail(id, mailKinds)).toEqual({ outcome: "over" });
  });

  test("never takes it: the tries end, and it has failed", async () => {
    env().SMTP_URL = "smtp://127.0.0.1:9";
    const { id } = await queueReset();
    const waits = [];
    for (let turn = 0; turn <= settings.mailRetrySeconds.length; turn += 1) waits.push((await sendQueuedMail(id, mailKinds)).retryInSeconds);
    expect(waits).toEqual([...settings.mailRetrySeconds, undefined]);
    expect(await row(id)).toMatchObject({ state: "failed", error: "ESOCKET", attempts: settings.mailRetrySeconds.length + 1 });
  });

  test("died after it took the mail, before we knew: the worker after us sends it under the same Message-ID, and not while we may still be at it", async () => {
    const { id } = await queueReset();
    await sendQueuedMail(id, mailKinds);
    // As a worker leaves it that is killed between the two.
    await db().update(outboxMail).set({ state: "queued", leaseUntil: new Date(Date.now() + 60_000), sealed: null, kind: passwordChangedMail.name, data: { at } }).where(eq(outboxMail.id, id));
    expect(await sendQueuedMail(id, mailKinds)).toEqual({ outcome: "busy", retryInSeconds: settings.mailLeaseSeconds });
    await db().update(outboxMail).set({ leaseUntil: new Date(Date.now() - 1) }).where(eq(outboxMail.id, id));
    expect(await sendQueuedMail(id, mailKinds)).toEqual({ outcome: "sent" });
    const ids = server.taken.map((mail) => /^Message-ID: (.+)$/m.exec(partsOf(mail.raw).headers)![1]);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  test("twenty workers at once hand it over once", async () => {
    const { id } = await queueReset();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => sendQueuedMail(id, mailKinds)));
    expect(outcomes.filter(({ outcome }) => outcome === "sent")).toHaveLength(1);
    expect(server.taken).toHaveLength(1);
  });

  test("wants a password gets it, and a wrong one is tried again later", async () => {
    await startServer({ password: "pass:word/with?signs" });
    await queueReset();
    expect(await sendQueuedMails()).toEqual([{ outcome: "sent" }]);
    expect(server.taken[0]!.user).toBe("atrium");
    env().SMTP_URL = server.url.replace("atrium:pass", "atrium:wrong");
    await queueReset();
    expect(await sendQueuedMails()).toMatchObject([{ outcome: "later" }]);
  });

  test("speaks TLS with a certificate that nobody vouches for does not get the mail", async () => {
    await startServer({ secure: true });
    const { id } = await queueReset();
    expect(await sendQueuedMails()).toMatchObject([{ outcome: "later" }]);
    expect((await row(id)).error).toMatch(/^(ESOCKET|ETLS|DEPTH_ZERO_SELF_SIGNED_CERT)/);
    expect(server.taken).toEqual([]);
  });

  test("speaks TLS, at once or after STARTTLS, gets the mail that way where its certificate is accepted", async () => {
    for (const options of [{ secure: true }, { disabledCommands: ["AUTH"] }]) {
      await startServer(options);
      env().SMTP_URL = `${server.url}/?tls.rejectUnauthorized=false`;
      await queueReset();
      expect(await sendQueuedMails()).toEqual([{ outcome: "sent" }]);
      expect(server.taken[0]!.isSecure).toBe(true);
    }
  });
});

describe("for later", () => {
  test("a mail is a row until its time comes near, then it goes out by itself", async () => {
    const { id } = await queueReset({ sendAfter: new Date(Date.now() + 60 * 60 * 1000) });
    const events = () => sql()`select id from engine.event where name = 'mail/queued'`;
    expect([await announceDueMails(), (await events()).length]).toEqual([0, 0]);
    await db().update(outboxMail).set({ dueAt: new Date(Date.now() + 300) }).where(eq(outboxMail.id, id));
    expect([await announceDueMails(), await announceDueMails(), (await events()).length]).toEqual([1, 0, 1]);
    await startEngine(inngest, [sendMail]);
    await expect.poll(async () => (await row(id)).state).toBe("sent");
    expect((await row(id)).sentAt!.getTime()).toBeGreaterThanOrEqual((await row(id)).dueAt.getTime());
  });

  test("a mail whose run is lost is announced again", async () => {
    const { id } = await queueReset();
    const long = new Date(Date.now() - (settings.mailLostSeconds + 5) * 1000);
    expect(await announceDueMails()).toBe(0);
    await db().update(outboxMail).set({ dueAt: long, announcedAt: long }).where(eq(outboxMail.id, id));
    expect([await announceDueMails(), await announceDueMails()]).toEqual([1, 0]);
  });

  test("old mails are forgotten, and links of yesterday; what still waits stays", async () => {
    const [failed, waiting, old] = [await queueReset(), await queueReset(), await queueReset()];
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    await db().update(outboxMail).set({ state: "failed", createdAt: daysAgo(2) }).where(eq(outboxMail.id, failed.id));
    await db().update(outboxMail).set({ createdAt: daysAgo(40) }).where(eq(outboxMail.id, waiting.id));
    await db().update(outboxMail).set({ state: "sent", createdAt: daysAgo(31) }).where(eq(outboxMail.id, old.id));
    expect(await pruneMails()).toBe(1);
    expect((await row(failed.id)).sealed).toBeNull();
    expect((await row(waiting.id)).sealed).not.toBeNull();
    expect(await sendQueuedMails()).toEqual([{ outcome: "sent" }]);
  });
});

test("without a mail server the mail ends in the outbox page; with MAIL=off nowhere", async () => {
  env().SMTP_URL = undefined;
  const { id } = await queueReset();
  await sendQueuedMails();
  expect((await getOutboxMail(id)).text).toContain(url);
  env().MAIL = "off";
  const off = await queueReset();
  await sendQueuedMails();
  env().MAIL = "on";
  expect(await row(off.id)).toMatchObject({ state: "cancelled", sealed: null });
});

test("every kind can be made in every language, and says what it is about", async () => {
  expect(mailKinds.size).toBeGreaterThan(3);
  for (const locale of ["en", "de", "fr"] as const) {
    const mail = await activationMail.make({ url }, { userId: null, email: "a@example.test", locale, timeZone: "UTC" });
    expect(mail.subject).toMatch(/Atrium/);
    expect(mail.text).toContain(url);
  }
});
