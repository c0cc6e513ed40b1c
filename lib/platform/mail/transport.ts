import { createTransport } from "nodemailer";
import { env } from "@/lib/platform/env";

/** A calendar file: attached, and shown by mail programs that know calendars. */
export type MailCalendar = { method: "PUBLISH" | "REQUEST" | "CANCEL"; filename: string; content: string };

export type Mail = { to: string; subject: string; text: string; html: string; messageId?: string; calendar?: MailCalendar };

/** Hands one mail over to whoever delivers it; rejects when it was not taken within `timeoutMs`. */
export type MailTransport = { name: string; send(mail: Mail, timeoutMs: number): Promise<void> };

/** The Message-ID of a row: fixed, so that a repeated hand-over is seen as the same mail. */
export function messageIdOf(rowId: string): string {
  return `<${rowId}@${new URL(env().APP_URL).hostname}>`;
}

function smtpTransport(url: string): MailTransport {
  return {
    name: "smtp",
    async send({ calendar, ...mail }, timeoutMs) {
      const waits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs };
      // A machine sends it, nobody answers: holiday notes stay away (RFC 3834).
      const headers = { "Auto-Submitted": "auto-generated" };
      const smtp = createTransport({ url, ...waits, disableFileAccess: true, disableUrlAccess: true }, { from: env().MAIL_FROM });
      await smtp.sendMail({ ...mail, headers, ...(calendar ? { icalEvent: calendar } : {}) });
    },
  };
}

const overrideKey = Symbol.for("atrium.mailTransport.override");
const overridden = globalThis as { [overrideKey]?: MailTransport };

/** The mail server of SMTP_URL, or null where there is none: then the outbox is where mails end, or nowhere. */
export function currentTransport(): MailTransport | null {
  if (overridden[overrideKey]) return overridden[overrideKey];
  const { SMTP_URL: url, MAIL: mail } = env();
  return url && mail === "on" ? smtpTransport(url) : null;
}

/** Puts another transport in place until it is called with null; for tests. */
export function overrideTransport(transport: MailTransport | null): void {
  if (transport) overridden[overrideKey] = transport;
  else delete overridden[overrideKey];
}
