import { db } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { handOver, reasonOf } from "@/lib/platform/mail/hand-over";
import type { MailKind, Reader } from "@/lib/platform/mail/kind";
import { currentTransport, messageIdOf, type Mail } from "@/lib/platform/mail/transport";

/** True where mails end in the outbox page instead of a mail server. Never in production. */
export function isOutboxOpen(): boolean {
  return !env().SMTP_URL && env().MAIL === "on" && env().ATRIUM_PROFILE !== "production";
}

type Outcome = { sentAt: Date; text?: string; html?: string } | { error: string };

async function store(kind: string, mail: Mail, messageId: string, outcome: Outcome): Promise<void> {
  await db().insert(outboxMail).values({ kind, state: "error" in outcome ? "failed" : "sent", recipient: mail.to, subject: mail.subject, messageId, attempts: 1, ...outcome });
}

/** Keeps that a mail went out or did not. Without its text: it holds a link that opens an account. */
async function remember(...row: Parameters<typeof store>): Promise<void> {
  try {
    await store(...row);
  } catch (error) {
    log.warn({ err: error }, "the record of a mail could not be written");
  }
}

/**
 * Hands a mail over while a request waits for it, at most `timeoutMs`; only where a contract says that it waits, everything
 * else is queued. Call it outside a transaction. @throws AppError unavailable when it was not taken
 */
export async function deliverMail<Data>(kind: MailKind<Data>, to: Reader, data: Data, timeoutMs: number = settings.mailHandOverSeconds * 1000): Promise<void> {
  const mail = await kind.make(data, to);
  const transport = currentTransport();
  const messageId = crypto.randomUUID();
  if (!transport) {
    if (isOutboxOpen()) return store(kind.name, mail, messageId, { text: mail.text, html: mail.html, sentAt: new Date() });
    log.error("mail is switched off: a mail could not be sent");
    throw refusal();
  }
  try {
    await handOver(transport, { ...mail, messageId: messageIdOf(messageId) }, timeoutMs);
  } catch (error) {
    const reason = reasonOf(error);
    log.error({ reason, transport: transport.name }, "a mail was not taken");
    await remember(kind.name, mail, messageId, { error: reason });
    throw refusal(error);
  }
  await remember(kind.name, mail, messageId, { sentAt: new Date() });
}

function refusal(cause?: unknown): AppError {
  return new AppError("unavailable", { detail: "The mail could not be sent. Nothing was saved; please try again later.", retryAfterSeconds: 60, cause });
}
