import { createTransport } from "nodemailer";
import { env } from "@/lib/platform/env";
import { isOutboxOpen } from "@/lib/platform/mail/mailer";

export type MailMode = "smtp" | "outbox" | "off";

/** Where mails go: to a mail server, to the outbox page, or nowhere. */
export function mailMode(): MailMode {
  if (isOutboxOpen()) return "outbox";
  const { SMTP_URL: url, MAIL: mail } = env();
  return url && mail === "on" ? "smtp" : "off";
}

/** Greets the mail server and signs in, without sending anything. Nothing to do where there is none. @throws what the server or the network said */
export async function checkMailServer(timeoutMs: number): Promise<void> {
  const { SMTP_URL: url } = env();
  if (mailMode() !== "smtp" || !url) return;
  const smtp = createTransport({ url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs });
  try {
    await smtp.verify();
  } finally {
    smtp.close();
  }
}
