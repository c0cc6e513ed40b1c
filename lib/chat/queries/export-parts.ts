import { and, desc, eq, gt, isNotNull, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { message, messageFile, messageMention, messageReaction } from "@/db/schema/chat";
import { inPages, type ExportPart } from "@/lib/core/export-part";

const pageSize = 500;

/** What the person wrote; what others wrote is theirs. */
function messagesOf(personId: number) {
  const { id, roomId, content, createdAt } = message;
  return inPages((afterId) =>
    db().select({ id, roomId, content, createdAt }).from(message).where(and(eq(message.userId, personId), eq(message.kind, "text"), gt(message.id, afterId))).orderBy(message.id).limit(pageSize),
  );
}

/** The signs that the person set to messages. */
function reactionsOf(personId: number) {
  const { id, messageId, emoji, createdAt } = messageReaction;
  return inPages((afterId) => db().select({ id, messageId, emoji, createdAt }).from(messageReaction).where(and(eq(messageReaction.userId, personId), gt(id, afterId))).orderBy(id).limit(pageSize));
}

/** Where others named the person, or they themselves. */
function mentionsOf(personId: number) {
  const { id, roomId, version, name } = messageMention;
  return inPages((afterId) => db().select({ id, roomId, version, name }).from(messageMention).where(and(eq(messageMention.userId, personId), gt(id, afterId))).orderBy(id).limit(pageSize));
}

/** The files that the person gave to rooms. */
async function* filesOf(personId: number) {
  const { id, roomId, messageId, name, type, sizeBytes, width, height, createdAt } = messageFile;
  yield* await db().select({ id, roomId, messageId, name, type, sizeBytes, width, height, createdAt }).from(messageFile).where(and(eq(messageFile.userId, personId), isNull(messageFile.removedAt))).orderBy(createdAt, id);
}

/** Those that were sent, up to so many bytes together, the newest first. */
export async function listSentFiles(personId: number, maxBytes: number): Promise<{ key: string; name: string; bytes: number }[]> {
  const { id, name, sizeBytes: bytes, storagePrefix } = messageFile;
  const rows = await db().select({ id, name, bytes, storagePrefix }).from(messageFile).where(and(eq(messageFile.userId, personId), isNotNull(messageFile.messageId), isNull(messageFile.removedAt))).orderBy(desc(messageFile.createdAt));
  let left = maxBytes;
  return rows.flatMap((row) => {
    if (row.bytes > left) return [];
    left -= row.bytes;
    return [{ key: `${row.storagePrefix}/whole`, name: `files/${row.id.slice(0, 8)}-${row.name.replace(/[^\p{L}\p{N}._-]+/gu, "_")}`, bytes: row.bytes }];
  });
}

export const chatParts: ExportPart[] = [{ name: "messages", rows: messagesOf }, { name: "reactions", rows: reactionsOf }, { name: "mentions", rows: mentionsOf }, { name: "files", rows: filesOf }];
