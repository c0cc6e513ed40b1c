import { and, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { message, messageMention, messageReaction } from "@/db/schema/chat";
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

export const chatParts: ExportPart[] = [{ name: "messages", rows: messagesOf }, { name: "reactions", rows: reactionsOf }, { name: "mentions", rows: mentionsOf }];
