import { and, count, eq, ilike, or, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { sortedPage } from "@/db/sorted";
import { outboxMail } from "@/db/schema/mails";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { readSort } from "@/lib/core/sort";
import { settings } from "@/lib/core/settings";
import type { MailDetail, MailFilter, MailItem } from "@/lib/notifications/contract";
import { canGiveUpMail, canManageMails, canRetryMail } from "@/lib/notifications/policy";

type Row = typeof outboxMail.$inferSelect;

function toItem({ id, kind, state, recipient, subject, attempts, createdAt, dueAt, sentAt, error }: Row): MailItem {
  return { id, kind, state, recipient, subject, attempts, createdAt, dueAt, sentAt, error };
}

const sortKeys = { to: outboxMail.recipient, attempts: outboxMail.attempts, created: outboxMail.id } as const;

/** Newest first unless sorted; `next` is what `before` must be for the page after, null at the end. @throws AppError unauthenticated, forbidden */
export async function listMails(actor: Actor, filter: MailFilter = {}): Promise<{ items: MailItem[]; next: number | null }> {
  authorize(canManageMails(actor));
  const limit = settings.pageLimitDefault;
  const { key, isDescending } = readSort(filter.sort ?? "-created");
  const page = sortedPage(outboxMail, outboxMail.id, sortKeys[key], isDescending, filter.before);
  const rows = await db()
    .select()
    .from(outboxMail)
    .where(and(matchesText(filter.text), filter.state && eq(outboxMail.state, filter.state), page.after))
    .orderBy(...page.orderBy)
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(toItem);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

function matchesText(text: string | undefined): SQL | undefined {
  // Postgres refuses NUL in a text; no mail has one.
  const wanted = text?.replaceAll("\0", "").trim();
  if (!wanted) return undefined;
  const pattern = `%${escapeLike(wanted)}%`;
  return or(ilike(outboxMail.recipient, pattern), ilike(outboxMail.subject, pattern), ilike(outboxMail.kind, pattern));
}

/** @throws AppError unauthenticated, forbidden, not_found */
export async function getMail(actor: Actor, mailId: number): Promise<MailDetail> {
  authorize(canManageMails(actor));
  const [row] = await db().select().from(outboxMail).where(eq(outboxMail.id, mailId));
  if (!row) throw new AppError("not_found");
  return {
    ...toItem(row),
    userId: row.userId,
    messageId: row.messageId,
    facts: withoutLinks(row.data ?? {}),
    hasSecret: row.sealed !== null,
    can: { retry: canRetryMail(row).allowed, giveUp: canGiveUpMail(row).allowed },
  };
}

/** Links with tokens are sealed and not here at all; any other link is cut to where it leads, in case somebody forgot. */
function withoutLinks(facts: Record<string, unknown>): Record<string, unknown> {
  const cut = (value: unknown) => (typeof value === "string" ? value.replace(/\b(https?:\/\/[^/\s]+)\/\S*/g, "$1/…") : value);
  return JSON.parse(JSON.stringify(facts, (_key, value: unknown) => cut(value))) as Record<string, unknown>;
}

/** How many mails wait for an administrator's eye: failed ones that nobody has given up. For those who may see them. @throws AppError unauthenticated, forbidden */
export async function countFailedMails(actor: Actor): Promise<number> {
  authorize(canManageMails(actor));
  const [row] = await db().select({ total: count() }).from(outboxMail).where(eq(outboxMail.state, "failed"));
  return row?.total ?? 0;
}
