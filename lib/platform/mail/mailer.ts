import { lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { outboxMail } from "@/db/schema/accounts";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { currentTransport, type Mail, type MailTransport } from "@/lib/platform/mail/transport";

/** True where mails end in the outbox page instead of a mail server. Never in production. */
export function isOutboxOpen(): boolean {
  return !env().SMTP_URL && env().ATRIUM_PROFILE !== "production";
}

async function store(row: typeof outboxMail.$inferInsert): Promise<void> {
  await db().delete(outboxMail).where(lt(outboxMail.createdAt, sql`now() - make_interval(secs => ${settings.outboxMailSeconds})`));
  await db().insert(outboxMail).values(row);
}

/** Keeps that a mail went out or did not. Without its text: it holds a link that opens an account. */
async function remember(mail: Mail, outcome: { sentAt?: Date; error?: string }): Promise<void> {
  try {
    await store({ recipient: mail.to, subject: mail.subject, text: "", html: "", ...outcome });
  } catch (error) {
    log.warn({ err: error }, "the record of a mail could not be written");
  }
}

async function handOver(transport: MailTransport, mail: Mail, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" })), timeoutMs);
  });
  try {
    await Promise.race([transport.send(mail), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Hands a mail to the mail server, or to the outbox where none is configured. Waits at most `timeoutMs`. Call it outside
 * a transaction. @throws AppError unavailable when it was not taken
 */
export async function deliverMail(mail: Mail, timeoutMs: number = settings.mailHandOverSeconds * 1000): Promise<void> {
  const transport = currentTransport();
  if (!transport) {
    if (isOutboxOpen()) return store({ recipient: mail.to, subject: mail.subject, text: mail.text, html: mail.html, sentAt: new Date() });
    log.error("SMTP_URL is not set: mails cannot be sent");
    throw refusal();
  }
  try {
    await handOver(transport, mail, timeoutMs);
  } catch (error) {
    const reason = reasonOf(error);
    log.error({ reason, transport: transport.name }, "a mail was not taken");
    await remember(mail, { error: reason });
    throw refusal(error);
  }
  await remember(mail, { sentAt: new Date() });
}

/** The code alone: a mail server's sentence repeats the address. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => typeof part === "string" || typeof part === "number").join(" ") || (error instanceof Error ? error.name : "unknown");
}

function refusal(cause?: unknown): AppError {
  return new AppError("unavailable", { detail: "The mail could not be sent. Nothing was saved; please try again later.", retryAfterSeconds: 60, cause });
}
