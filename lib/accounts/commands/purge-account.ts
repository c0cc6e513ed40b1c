import { and, eq, isNull, lt, or, sql, type SQLWrapper } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { message, messageMention } from "@/db/schema/chat";
import { outboxMail } from "@/db/schema/mails";
import { accountDeletion, dataExport } from "@/db/schema/personal";
import { messageReport } from "@/db/schema/reports";
import { replacePicture } from "@/lib/accounts/commands/change-picture";
import { accountPurgeDue } from "@/lib/accounts/contract";
import { exportFolder } from "@/lib/accounts/exports";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { formerUser } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";
import { recordEvent } from "@/lib/platform/jobs";
import { storage } from "@/lib/platform/storage/storage";

/**
 * Begins the deletions whose time of grace is over: from here on there is no way back. One that was begun and did not end
 * is asked for again after an hour. Answers how many.
 */
export async function startDueDeletions(): Promise<number> {
  const due = await db()
    .select({ userId: accountDeletion.userId })
    .from(accountDeletion)
    .where(and(lt(accountDeletion.dueAt, sql`now()`), or(isNull(accountDeletion.startedAt), lt(accountDeletion.startedAt, sql`now() - make_interval(secs => ${settings.deletionRetrySeconds})`))));
  for (const { userId } of due) {
    await transaction(async (tx) => {
      const [begun] = await tx
        .update(accountDeletion)
        .set({ startedAt: sql`now()` })
        .where(and(eq(accountDeletion.userId, userId), lt(accountDeletion.dueAt, sql`now()`)))
        .returning({ startedAt: accountDeletion.startedAt });
      if (begun) await recordEvent(tx, accountPurgeDue.create({ personId: userId }, { id: `purge:${userId}:${begun.startedAt!.toISOString()}` }));
    });
  }
  return due.length;
}

/**
 * What was chosen for somebody whose deletion has begun; null when there is none, or it is done. Takes their name away,
 * so that whatever is told of them from here on is told of a former member.
 */
export async function beginPurge(personId: number): Promise<{ keepSharedVideos: boolean } | null> {
  const [row] = await db().select().from(accountDeletion).where(eq(accountDeletion.userId, personId));
  if (!row?.startedAt) return null;
  await db().update(user).set({ name: formerUser.username }).where(eq(user.id, personId));
  return { keepSharedVideos: row.keepSharedVideos };
}

/** Files of the person themselves: their pictures, and copies of their data. Doing it twice is doing it once. */
export async function purgeFilesOf(personId: number): Promise<void> {
  const exports = await db().select({ id: dataExport.id }).from(dataExport).where(eq(dataExport.userId, personId));
  for (const { id } of exports) await storage().remove(exportFolder(id));
  await transaction(async (tx) => {
    const [there] = await tx.select({ id: user.id }).from(user).where(eq(user.id, personId));
    if (!there) return;
    await replacePicture(tx, personId, null);
    await replacePicture(tx, personId, null, "background");
  });
}

/** The same in what reports keep of messages, whose text stands there as JSON. */
async function forgetInReports(tx: Tx, personId: number): Promise<void> {
  const inJson = (text: SQLWrapper) => sql`substr(to_jsonb('@' || ${text})::text, 2, length(to_jsonb('@' || ${text})::text) - 2)`;
  await tx
    .update(messageReport)
    .set({ context: sql`replace(${messageReport.context}::text, ${inJson(messageMention.name)}, '@' || ${formerUser.username}::text)::jsonb` })
    .from(messageMention)
    .where(and(eq(messageMention.userId, personId), eq(messageReport.roomId, messageMention.roomId), sql`${messageReport.context} @> jsonb_build_array(jsonb_build_object('version', ${messageMention.version}))`));
}

/** What others wrote stays, but not the person's name in it, where it was written as theirs. */
async function forgetMentions(tx: Tx, personId: number): Promise<void> {
  await tx
    .update(message)
    .set({ content: sql`replace(${message.content}, '@' || ${messageMention.name}, '@' || ${formerUser.username}::text)` })
    .from(messageMention)
    .where(and(eq(messageMention.userId, personId), eq(message.roomId, messageMention.roomId), eq(message.version, messageMention.version)));
}

/**
 * The end: the row of the person and all that hangs on it alone (sessions, links, factors, identities, settings), and the
 * record of their mails. What others have with them stays without a name: messages are a former member's, the audit log
 * keeps the bare number. The last step; after it the address is free. Answers false when it was done before.
 */
export async function purgePerson(personId: number): Promise<boolean> {
  return transaction(async (tx) => {
    const [begun] = await tx.select({ startedAt: accountDeletion.startedAt }).from(accountDeletion).where(eq(accountDeletion.userId, personId)).for("update");
    if (!begun?.startedAt) return false;
    const [person] = await tx.select({ email: user.email }).from(user).where(eq(user.id, personId)).for("update");
    if (!person) return false;
    await tx.delete(outboxMail).where(or(eq(outboxMail.userId, personId), eq(outboxMail.recipient, person.email)));
    await forgetInReports(tx, personId);
    await forgetMentions(tx, personId);
    await tx.delete(user).where(eq(user.id, personId));
    await recordAudit(tx, systemActor, { action: "account.deleted", target: { type: "user", id: personId } });
    return true;
  });
}
