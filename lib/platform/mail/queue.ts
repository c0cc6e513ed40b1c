import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { outboxMail } from "@/db/schema/mails";
import { defineJobEvent } from "@/lib/core/job-event";
import type { Locale } from "@/lib/core/locale";
import { settings } from "@/lib/core/settings";
import { recordEvent } from "@/lib/platform/jobs";
import type { MailKind } from "@/lib/platform/mail/kind";
import { seal } from "@/lib/platform/seal";

/** A mail can go out: at once, or at `dueAt`. */
export const mailQueued = defineJobEvent("mail/queued", z.object({ mailId: z.number().int(), dueAt: z.iso.datetime().optional() }));

/** A person gets it in the language and time zone they have when it is sent; for an address both are told here. */
export type MailRecipient = { userId: number } | { email: string; locale: Locale; timeZone?: string };

export type QueuedMail<Data> = {
  to: MailRecipient;
  data: Data;
  /** Queued once: a second mail with the same key is dropped, until the first is cancelled or forgotten. */
  dedupeKey?: string;
  /** For `cancelMails`. */
  cancelKey?: string;
  sendAfter?: Date;
};

export const mailSeal = "mail";

/**
 * Queues a mail in the caller's transaction: it goes out if that commits, and not otherwise. A background function makes
 * it and hands it over, with retries; it survives a restart. At least once: a crash between the server's "taken" and our
 * record of it sends it again, under the same Message-ID, by which mail servers drop the second.
 * Answers the mail's id; null when there is one of that key already, or the person is gone.
 */
export async function queueMail<Data>(tx: Tx, kind: MailKind<Data>, mail: QueuedMail<Data>): Promise<number | null> {
  const recipient = await recipientColumns(tx, mail.to);
  if (!recipient) return null;
  const { open, secret } = kind.split(mail.data);
  const dueAt = mail.sendAfter ?? new Date();
  const isSoon = dueAt.getTime() < Date.now() + settings.mailAnnounceSeconds * 1000;
  const [row] = await tx
    .insert(outboxMail)
    .values({
      kind: kind.name, state: "queued", ...recipient, data: open, dueAt,
      sealed: Object.keys(secret).length > 0 ? seal(mailSeal, JSON.stringify(secret)) : null,
      dedupeKey: mail.dedupeKey ?? null, cancelKey: mail.cancelKey ?? null, announcedAt: isSoon ? sql`now()` : null,
    })
    .onConflictDoNothing()
    .returning({ id: outboxMail.id });
  if (!row) return null;
  if (isSoon) await recordEvent(tx, mailQueued.create({ mailId: row.id, ...(mail.sendAfter ? { dueAt: dueAt.toISOString() } : {}) }));
  return row.id;
}

async function recipientColumns(tx: Tx, to: MailRecipient) {
  if ("email" in to) return { recipient: to.email, locale: to.locale, timeZone: to.timeZone ?? "UTC" };
  const [person] = await tx.select({ email: user.email }).from(user).where(eq(user.id, to.userId));
  return person ? { recipient: person.email, userId: to.userId } : null;
}

/** Takes back what is still queued under a key; its dedupe keys are free again. Answers how many. One that is being handed over this moment may still arrive. */
export async function cancelMails(tx: Tx, cancelKey: string): Promise<number> {
  const gone = await tx
    .update(outboxMail)
    .set({ state: "cancelled", sealed: null, dedupeKey: null })
    .where(and(eq(outboxMail.cancelKey, cancelKey), eq(outboxMail.state, "queued")))
    .returning({ id: outboxMail.id });
  return gone.length;
}
