import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { activationMail } from "@/lib/accounts/mails";
import { getOutboxMail, listOutboxMails } from "@/lib/notifications/queries";
import { env } from "@/lib/platform/env";
import type { Reader } from "@/lib/platform/mail/kind";
import { deliverMail, isOutboxOpen } from "@/lib/platform/mail/mailer";
import { composeMail } from "@/lib/platform/mail/template";
import { startMailServer, type TestMailServer } from "@/lib/platform/mail/testing";

const to: Reader = { userId: null, email: "ada@example.test", locale: "en", timeZone: "UTC" };
const data = { url: "http://localhost:3000/activate/x/y?a=1&b=2" };
const before = { SMTP_URL: env().SMTP_URL, ATRIUM_PROFILE: env().ATRIUM_PROFILE, MAIL: env().MAIL };
let server: TestMailServer | undefined;

async function start(options?: Parameters<typeof startMailServer>[0]): Promise<TestMailServer> {
  server = await startMailServer(options);
  env().SMTP_URL = server.url;
  return server;
}

afterEach(async () => {
  Object.assign(env(), before);
  await server?.close();
  server = undefined;
  await db().delete(outboxMail);
});

const rows = () => db().select().from(outboxMail);

test("inserted texts are escaped, and a subject cannot start another header", () => {
  const mail = composeMail({ locale: "en", to: to.email, subject: "One\r\nBcc: eve@example.test", greeting: "Hello,", paragraphs: ["a <b>bold</b> word"], action: { label: "Open", url: data.url }, footnote: "Bye." });
  expect(mail.subject).toBe("One Bcc: eve@example.test");
  expect(mail.html).toContain("a &lt;b&gt;bold&lt;/b&gt; word");
  expect(mail.html).toContain('href="http://localhost:3000/activate/x/y?a=1&amp;b=2"');
});

describe("a mail that the request waits for, with a mail server", () => {
  test("is handed over, and only that it was sent is kept", async () => {
    const { taken } = await start();
    await deliverMail(activationMail, to, data);
    expect(taken).toEqual([expect.objectContaining({ to: ["ada@example.test"], from: "no-reply@atrium.localhost" })]);
    expect(await rows()).toEqual([expect.objectContaining({ kind: "account.activate", state: "sent", recipient: "ada@example.test", text: "", html: "", data: null, sealed: null, error: null, sentAt: expect.any(Date) })]);
  });

  test("that refuses, is not taken, and neither its text nor the server's words are kept", async () => {
    (await start()).refuseNext(550);
    await expect(deliverMail(activationMail, to, data)).rejects.toMatchObject({ code: "unavailable", status: 503 });
    expect(await rows()).toEqual([expect.objectContaining({ state: "failed", text: "", html: "", data: null, sentAt: null, error: "EENVELOPE 550" })]);
  });

  test("that hangs, is given up after the time that a request may wait", async () => {
    (await start()).hang();
    await expect(deliverMail(activationMail, to, data, 200)).rejects.toMatchObject({ code: "unavailable", status: 503 });
    expect((await rows())[0]!.error).toBe("ETIMEDOUT");
  });

  test("that is away, is not taken", async () => {
    env().SMTP_URL = "smtp://127.0.0.1:9";
    await expect(deliverMail(activationMail, to, data)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("there is no outbox page", async () => {
    env().SMTP_URL = "smtp://127.0.0.1:9";
    expect(isOutboxOpen()).toBe(false);
    await expect(listOutboxMails()).rejects.toMatchObject({ code: "not_found" });
    await expect(getOutboxMail(1)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a mail that the request waits for, without a mail server", () => {
  test("ends in the outbox, whole", async () => {
    await deliverMail(activationMail, to, data);
    const [item] = await listOutboxMails();
    expect(item).toMatchObject({ recipient: "ada@example.test", subject: "Confirm your address for Atrium" });
    expect((await getOutboxMail(item!.id)).text).toContain(data.url);
    await expect(getOutboxMail(item!.id + 1)).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([{ ATRIUM_PROFILE: "production" as const }, { MAIL: "off" as const }])("is not taken, and no page shows mails, with %j", async (values) => {
    await deliverMail(activationMail, to, data);
    Object.assign(env(), values);
    await expect(deliverMail(activationMail, to, data)).rejects.toMatchObject({ code: "unavailable" });
    await expect(listOutboxMails()).rejects.toMatchObject({ code: "not_found" });
    expect(await rows()).toHaveLength(1);
  });
});
