import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { AppError } from "@/lib/core/errors";
import { isOutboxOpen } from "@/lib/platform/mail/mailer";

export type OutboxItem = { id: number; recipient: string; subject: string; createdAt: Date };
export type OutboxMail = OutboxItem & { text: string; html: string };

function assertOpen(): void {
  if (!isOutboxOpen()) throw new AppError("not_found");
}

/** The newest hundred mails that would have been sent. @throws AppError not_found where a mail server is configured, and in production */
export async function listOutboxMails(): Promise<OutboxItem[]> {
  assertOpen();
  const { id, recipient, subject, createdAt } = outboxMail;
  return db().select({ id, recipient, subject, createdAt }).from(outboxMail).where(eq(outboxMail.state, "sent")).orderBy(desc(id)).limit(100);
}

/** @throws AppError not_found as above, and for an id that names no mail */
export async function getOutboxMail(mailId: number): Promise<OutboxMail> {
  assertOpen();
  const { id, recipient, subject, createdAt, text, html } = outboxMail;
  const [row] = await db().select({ id, recipient, subject, createdAt, text, html }).from(outboxMail).where(and(eq(id, mailId), eq(outboxMail.state, "sent")));
  if (!row) throw new AppError("not_found");
  return row;
}
