import { and, eq, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { settings } from "@/lib/core/settings";
import { recordEvent } from "@/lib/platform/jobs";
import { mailQueued } from "@/lib/platform/mail/queue";

const batch = 500;

/**
 * Tells the job of mails whose time comes near, and again of those that should have gone long ago: their run is lost.
 * So a mail for next month is a row until then, and no run that waits. Answers how many.
 */
export async function announceDueMails(): Promise<number> {
  const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;
  return transaction(async (tx) => {
    const isFresh = and(isNull(outboxMail.announcedAt), lte(outboxMail.dueAt, sql`now() + make_interval(secs => ${settings.mailAnnounceSeconds})`));
    const isLost = and(lt(outboxMail.dueAt, ago(settings.mailLostSeconds)), lt(outboxMail.announcedAt, ago(settings.mailLostSeconds)));
    const due = await tx
      .select({ id: outboxMail.id, dueAt: outboxMail.dueAt })
      .from(outboxMail)
      .where(and(eq(outboxMail.state, "queued"), or(isFresh, isLost)))
      .orderBy(outboxMail.id)
      .limit(batch)
      .for("update", { skipLocked: true });
    if (due.length === 0) return 0;
    await tx.update(outboxMail).set({ announcedAt: sql`now()` }).where(inArray(outboxMail.id, due.map((each) => each.id)));
    for (const { id, dueAt } of due) await recordEvent(tx, mailQueued.create({ mailId: id, dueAt: dueAt.toISOString() }));
    return due.length;
  });
}

/** Forgets mails of last month, and what those with a link that failed a day ago were made from: it opens nothing any more. Answers how many mails went. */
export async function pruneMails(): Promise<number> {
  const isOlder = (seconds: number) => lt(outboxMail.createdAt, sql`now() - make_interval(secs => ${seconds})`);
  await db().update(outboxMail).set({ sealed: null, data: null }).where(and(isNotNull(outboxMail.sealed), ne(outboxMail.state, "queued"), isOlder(settings.mailSecretSeconds)));
  const gone = await db().delete(outboxMail).where(and(ne(outboxMail.state, "queued"), isOlder(settings.outboxMailSeconds))).returning({ id: outboxMail.id });
  return gone.length;
}
