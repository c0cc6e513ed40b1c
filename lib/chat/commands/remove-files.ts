import { and, eq, isNotNull, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { afterCommit, db, transaction, type Tx } from "@/db/client";
import { messageFile } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { isUnsentOf } from "@/lib/chat/queries/message-files";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { storage } from "@/lib/platform/storage/storage";
import { listWorkFolders, removeWorkFolder } from "@/lib/platform/storage/work-folder";

type Removed = { id: string; storagePrefix: string };

/** Work under way on a file; named after it. */
export const fileWork = (id: string): string => `message-file-${id}`;

/** First the bytes, then the row that says where they are. */
async function erase({ id, storagePrefix }: Removed): Promise<void> {
  await storage().remove(storagePrefix);
  await db().delete(messageFile).where(eq(messageFile.id, id));
}

/** Nobody gets these files from the commit on; their bytes go after it, or by the sweep where the process ends in between. */
async function remove(tx: Tx, which: SQL | undefined): Promise<number> {
  const removed = await tx.update(messageFile).set({ removedAt: sql`clock_timestamp()` }).where(and(which, isNull(messageFile.removedAt))).returning({ id: messageFile.id, storagePrefix: messageFile.storagePrefix });
  for (const each of removed) afterCommit(tx, `file:${each.id}`, () => erase(each));
  return removed.length;
}

/** Takes the files of a message away, in the transaction that takes the message. */
export async function removeFilesOf(tx: Tx, messageId: number): Promise<void> {
  await remove(tx, eq(messageFile.messageId, messageId));
}

/** Takes a file of one's own away that was not sent. @throws AppError unauthenticated, not_found */
export async function discardFile(actor: Actor, roomId: number, id: string): Promise<void> {
  const { userId } = requireUser(actor);
  const removed = await transaction((tx) => remove(tx, and(eq(messageFile.id, id), isUnsentOf(userId, roomId))));
  if (removed === 0) throw new AppError("not_found");
}

/** What a deleted person uploaded and never sent; what they sent stays, as their messages do. Answers how many. */
export function forgetUnsentFilesOf(personId: number): Promise<number> {
  return transaction((tx) => remove(tx, and(eq(messageFile.userId, personId), isNull(messageFile.messageId))));
}

const batch = 200;

/**
 * Removes what nobody gets any more: files that were uploaded and not sent, half of them or whole, those of rooms that are
 * gone, and what a process left that ended after the commit of a removal. Safe to run at any time; answers how many.
 */
export async function sweepFiles(): Promise<number> {
  const isOld = lt(messageFile.createdAt, sql`now() - make_interval(secs => ${settings.fileUnsentSeconds})`);
  await db().update(messageFile).set({ removedAt: sql`now()` }).where(and(isNull(messageFile.removedAt), or(isNull(messageFile.roomId), and(isNull(messageFile.messageId), isOld))));
  let swept = 0;
  for (;;) {
    const rows = await db().select({ id: messageFile.id, storagePrefix: messageFile.storagePrefix }).from(messageFile).where(isNotNull(messageFile.removedAt)).orderBy(messageFile.removedAt).limit(batch);
    for (const row of rows) await erase(row);
    swept += rows.length;
    if (rows.length < batch) break;
  }
  await removeOldWork();
  return swept;
}

/** Folders of uploads whose process ended. */
async function removeOldWork(): Promise<void> {
  for (const { name, modifiedAt } of await listWorkFolders()) {
    if (name.startsWith(fileWork("")) && Date.now() - modifiedAt.getTime() > settings.fileUnsentSeconds * 1000) await removeWorkFolder(name);
  }
}
