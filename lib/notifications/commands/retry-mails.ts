import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { canManageMails, canRetryMail } from "@/lib/notifications/policy";
import { recordEvent } from "@/lib/platform/jobs";
import { mailQueued } from "@/lib/platform/mail/queue";

/** As many as one press takes: more than that after a long outage go with the next. */
const maxAtOnce = 500;

async function requeue(tx: Tx, ids: number[]): Promise<void> {
  await tx.update(outboxMail).set({ state: "queued", attempts: 0, dueAt: sql`now()`, announcedAt: sql`now()`, leaseUntil: null, error: null }).where(inArray(outboxMail.id, ids));
  for (const mailId of ids) await recordEvent(tx, mailQueued.create({ mailId }));
}

/** Sends a failed mail again, with all its tries. @throws AppError unauthenticated, forbidden, not_found, conflict */
export async function retryMail(actor: Actor, mailId: number): Promise<void> {
  authorize(canManageMails(actor));
  await transaction(async (tx) => {
    const [row] = await tx.select().from(outboxMail).where(eq(outboxMail.id, mailId)).for("update");
    if (!row) throw new AppError("not_found");
    authorize(canRetryMail(row));
    await requeue(tx, [mailId]);
    await recordAudit(tx, actor, { action: "mail.retried", target: { type: "mail", id: mailId }, details: { kind: row.kind } });
  });
}

/** Sends again whatever failed and can be made again: after the mail server was away. Answers how many. @throws AppError unauthenticated, forbidden */
export async function retryFailedMails(actor: Actor): Promise<number> {
  authorize(canManageMails(actor));
  return transaction(async (tx) => {
    const rows = await tx
      .select({ id: outboxMail.id })
      .from(outboxMail)
      .where(and(eq(outboxMail.state, "failed"), isNotNull(outboxMail.data)))
      .orderBy(outboxMail.id)
      .limit(maxAtOnce)
      .for("update", { skipLocked: true });
    if (rows.length === 0) return 0;
    await requeue(tx, rows.map(({ id }) => id));
    await recordAudit(tx, actor, { action: "mail.all_retried", details: { count: rows.length } });
    return rows.length;
  });
}
