import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { outboxMail } from "@/db/schema/mails";
import type { MailEnding } from "@/lib/core/mail-state";
import { settings } from "@/lib/core/settings";
import { log } from "@/lib/platform/log";
import { handOver, isRefusedForGood, reasonOf } from "@/lib/platform/mail/hand-over";
import type { AnyMailKind, Reader } from "@/lib/platform/mail/kind";
import { isOutboxOpen } from "@/lib/platform/mail/mailer";
import { mailSeal } from "@/lib/platform/mail/queue";
import { currentTransport, messageIdOf } from "@/lib/platform/mail/transport";
import { unseal } from "@/lib/platform/seal";

type Row = typeof outboxMail.$inferSelect;
type Changes = Partial<typeof outboxMail.$inferInsert>;

/** What one try came to. `retryInSeconds` where another is worth it. */
export type Tried = { outcome: "sent" | "failed" | "cancelled" | "later" | "busy" | "over"; retryInSeconds?: number };

export type MailKinds = ReadonlyMap<string, AnyMailKind>;

/**
 * One try at a queued mail: makes it in the reader's language and hands it over. Only one worker at a time holds a mail,
 * for as long as a hand-over may take. Throws only for faults of ours, after it let go of the mail.
 */
export async function sendQueuedMail(mailId: number, kinds: MailKinds): Promise<Tried> {
  const row = await claim(mailId);
  if (row === "over") return { outcome: "over" };
  if (row === "busy") return { outcome: "busy", retryInSeconds: settings.mailLeaseSeconds };
  try {
    return await tryOnce(row, kinds);
  } catch (error) {
    await settle(row, {});
    throw error;
  }
}

async function claim(mailId: number): Promise<Row | "busy" | "over"> {
  const isFree = or(isNull(outboxMail.leaseUntil), lt(outboxMail.leaseUntil, sql`now()`));
  const [row] = await db()
    .update(outboxMail)
    .set({ leaseUntil: sql`now() + make_interval(secs => ${settings.mailLeaseSeconds})`, attempts: sql`${outboxMail.attempts} + 1` })
    .where(and(eq(outboxMail.id, mailId), eq(outboxMail.state, "queued"), isFree))
    .returning();
  if (row) return row;
  const [held] = await db().select({ id: outboxMail.id }).from(outboxMail).where(and(eq(outboxMail.id, mailId), eq(outboxMail.state, "queued")));
  return held ? "busy" : "over";
}

/** Writes what came of a try and lets go; a mail that was cancelled meanwhile stays so, unless it went out. */
async function settle(row: Row, changes: Changes): Promise<void> {
  const isMine = changes.state === "sent" ? undefined : eq(outboxMail.state, "queued");
  await db().update(outboxMail).set({ leaseUntil: null, ...changes }).where(and(eq(outboxMail.id, row.id), isMine));
}

async function tryOnce(row: Row, kinds: MailKinds): Promise<Tried> {
  const kind = kinds.get(row.kind ?? "");
  const raw = kind ? readData(row) : null;
  if (!kind || !raw) return end(row, "failed", kind ? "link_gone" : "unknown_kind");
  const reader = await findReader(row);
  if (!reader) return end(row, "cancelled", "person_gone");
  if (!(await kind.isStillWanted(raw, reader))) return end(row, "cancelled", "not_wanted");
  const mail = { ...(await kind.make(raw, reader)), messageId: messageIdOf(row.messageId) };
  const sent: Changes = { state: "sent", sentAt: new Date(), recipient: reader.email, subject: mail.subject, sealed: null, error: null };
  const transport = currentTransport();
  if (!transport) {
    if (!isOutboxOpen()) return end(row, "cancelled", "mail_off");
    await settle(row, { ...sent, text: mail.text, html: mail.html });
    return { outcome: "sent" };
  }
  try {
    await handOver(transport, mail, settings.mailSendSeconds * 1000);
  } catch (error) {
    return refused(row, mail.subject, error);
  }
  await settle(row, sent);
  return { outcome: "sent" };
}

async function end(row: Row, state: "failed" | "cancelled", error: MailEnding): Promise<Tried> {
  await settle(row, { state, error, ...(state === "cancelled" ? { sealed: null, dedupeKey: null } : {}) });
  return { outcome: state };
}

async function refused(row: Row, subject: string, error: unknown): Promise<Tried> {
  const reason = reasonOf(error);
  const retryInSeconds = isRefusedForGood(error) ? undefined : settings.mailRetrySeconds[row.attempts - 1];
  log.warn({ reason, mailId: row.id, kind: row.kind, retryInSeconds }, "a mail was not taken");
  if (retryInSeconds === undefined) {
    await settle(row, { state: "failed", subject, error: reason });
    return { outcome: "failed" };
  }
  await settle(row, { subject, error: reason, dueAt: new Date(Date.now() + retryInSeconds * 1000), announcedAt: sql`now()` as never });
  return { outcome: "later", retryInSeconds };
}

/** Everything it is made from; null when its sealed part is needed and gone, or cannot be opened. */
function readData(row: Row): Record<string, unknown> | null {
  if (!row.data) return null;
  if (!row.sealed) return row.data;
  const secret = unseal(mailSeal, row.sealed);
  return secret === null ? null : { ...row.data, ...(JSON.parse(secret) as Record<string, unknown>) };
}

async function findReader(row: Row): Promise<Reader | null> {
  if (row.userId === null) return row.locale ? { userId: null, email: row.recipient, locale: row.locale, timeZone: row.timeZone ?? "UTC" } : null;
  const [person] = await db().select({ userId: user.id, email: user.email, locale: user.locale, timeZone: user.timeZone }).from(user).where(eq(user.id, row.userId));
  return person ?? null;
}

/** After a fault of ours that repeated: the mail could not even be made. */
export async function failMail(mailId: number): Promise<void> {
  await db().update(outboxMail).set({ state: "failed", error: "not_made" satisfies MailEnding, leaseUntil: null }).where(and(eq(outboxMail.id, mailId), eq(outboxMail.state, "queued")));
}
