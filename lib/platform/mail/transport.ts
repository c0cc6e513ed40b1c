import { createTransport } from "nodemailer";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

export type Mail = { to: string; subject: string; text: string; html: string };

/** Hands one mail over to whoever delivers it; rejects when it was not taken. */
export type MailTransport = { name: string; send(mail: Mail): Promise<void> };

function smtpTransport(url: string): MailTransport {
  const timeoutMs = settings.mailHandOverSeconds * 1000;
  const smtp = createTransport({ url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs }, { from: env().MAIL_FROM });
  return {
    name: "smtp",
    async send(mail) {
      await smtp.sendMail(mail);
    },
  };
}

const key = Symbol.for("atrium.mailTransport");
const shared = globalThis as { [key]?: { url: string; transport: MailTransport } };
const overrideKey = Symbol.for("atrium.mailTransport.override");
const overridden = globalThis as { [overrideKey]?: MailTransport };

/** The mail server of SMTP_URL, or null where none is configured: then the outbox is where mails end. */
export function currentTransport(): MailTransport | null {
  if (overridden[overrideKey]) return overridden[overrideKey];
  const url = env().SMTP_URL;
  if (!url) return null;
  if (shared[key]?.url !== url) shared[key] = { url, transport: smtpTransport(url) };
  return shared[key].transport;
}

/** Puts another transport in place until it is called with null; for tests. */
export function overrideTransport(transport: MailTransport | null): void {
  if (transport) overridden[overrideKey] = transport;
  else delete overridden[overrideKey];
}
