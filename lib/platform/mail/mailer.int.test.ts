import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { outboxMail } from "@/db/schema/accounts";
import { getOutboxMail, listOutboxMails } from "@/lib/notifications/queries";
import { env } from "@/lib/platform/env";
import { deliverMail, isOutboxOpen } from "@/lib/platform/mail/mailer";
import { composeMail } from "@/lib/platform/mail/template";

const mail = composeMail({ locale: "en", to: "ada@example.test", subject: "One\r\nBcc: eve@example.test", greeting: "Hello,", paragraphs: ["a <b>bold</b> word"], action: { label: "Open", url: "http://localhost:3000/x?a=1&b=2" }, footnote: "Bye." });

type Mode = "takes" | "refuses" | "hangs";
let server: Server | undefined;
const sockets = new Set<Socket>();
const before = { SMTP_URL: env().SMTP_URL, ATRIUM_PROFILE: env().ATRIUM_PROFILE };

/** A mail server that speaks as much SMTP as one mail needs. */
async function startSmtp(mode: Mode, received: string[] = []): Promise<void> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    if (mode === "hangs") return;
    let isData = false;
    socket.write("220 test\r\n");
    socket.on("data", (chunk) => {
      const text = chunk.toString();
      received.push(text);
      if (isData) {
        if (!text.endsWith("\r\n.\r\n")) return;
        isData = false;
        socket.write("250 taken\r\n");
      } else if (/^DATA/i.test(text)) {
        isData = true;
        socket.write("354 go on\r\n");
      } else if (/^RCPT/i.test(text) && mode === "refuses") socket.write("550 <ada@example.test> unknown\r\n");
      else if (/^QUIT/i.test(text)) socket.end("221 bye\r\n");
      else socket.write("250 ok\r\n");
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  env().SMTP_URL = `smtp://127.0.0.1:${(server.address() as { port: number }).port}`;
}

afterEach(async () => {
  Object.assign(env(), before);
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
  await db().delete(outboxMail);
});

describe("with a mail server", () => {
  test("a mail is handed over, and only that it was sent is kept", async () => {
    const received: string[] = [];
    await startSmtp("takes", received);
    await deliverMail(mail);
    expect(received.join("")).toContain("RCPT TO:<ada@example.test>");
    const headers = received.join("").split("\r\n\r\n")[0]!;
    expect(headers).toMatch(/^Subject: One Bcc: eve@example\.test$/m);
    expect(headers).not.toMatch(/^Bcc:/im);
    expect(await db().select().from(outboxMail)).toEqual([expect.objectContaining({ recipient: "ada@example.test", text: "", html: "", error: null, sentAt: expect.any(Date) })]);
  });

  test.each(["refuses", "hangs"] as const)("that %s, the mail is not taken, and neither its text nor the server's words are kept", async (mode) => {
    await startSmtp(mode);
    await expect(deliverMail(mail, mode === "hangs" ? 200 : undefined)).rejects.toMatchObject({ code: "unavailable", status: 503 });
    const [row] = await db().select().from(outboxMail);
    expect(row).toMatchObject({ text: "", html: "", sentAt: null });
    expect(row!.error).toMatch(mode === "hangs" ? /^ETIMEDOUT$/ : /^EENVELOPE 550$/);
  });

  test("that is away, the mail is not taken", async () => {
    env().SMTP_URL = "smtp://127.0.0.1:9";
    await expect(deliverMail(mail)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("there is no outbox page", async () => {
    env().SMTP_URL = "smtp://127.0.0.1:9";
    expect(isOutboxOpen()).toBe(false);
    await expect(listOutboxMails()).rejects.toMatchObject({ code: "not_found" });
    await expect(getOutboxMail(1)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("without a mail server", () => {
  test("a mail ends in the outbox, whole and with every text escaped", async () => {
    await deliverMail(mail);
    const [item] = await listOutboxMails();
    expect(item).toMatchObject({ recipient: "ada@example.test", subject: "One Bcc: eve@example.test" });
    const kept = await getOutboxMail(item!.id);
    expect(kept.text).toContain("http://localhost:3000/x?a=1&b=2");
    expect(kept.html).toContain("a &lt;b&gt;bold&lt;/b&gt; word");
    expect(kept.html).toContain('href="http://localhost:3000/x?a=1&amp;b=2"');
    await expect(getOutboxMail(item!.id + 1)).rejects.toMatchObject({ code: "not_found" });
  });

  test("in production nothing is taken, and there is no outbox page", async () => {
    await deliverMail(mail);
    env().ATRIUM_PROFILE = "production";
    await expect(deliverMail(mail)).rejects.toMatchObject({ code: "unavailable" });
    await expect(listOutboxMails()).rejects.toMatchObject({ code: "not_found" });
    expect(await db().select().from(outboxMail)).toHaveLength(1);
  });

  test("mails older than thirty days are forgotten", async () => {
    await deliverMail(mail);
    await db().update(outboxMail).set({ createdAt: new Date(Date.now() - 31 * 24 * 60 * 60 * 1000) });
    await deliverMail(mail);
    expect(await listOutboxMails()).toHaveLength(1);
  });
});
