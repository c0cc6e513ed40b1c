import { eq, inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { message } from "@/db/schema/chat";
import { user } from "@/db/schema/accounts";
import type { Actor } from "@/lib/authz/actor";
import type { Attachment, Message, ReplyTo } from "@/lib/chat/contract";
import { authorOf, messageColumns, toMessage, type MessageRow } from "@/lib/chat/queries/message-row";
import { readMentions } from "@/lib/chat/queries/mentions";
import { readReactions } from "@/lib/chat/queries/reactions";
import { excerptOf } from "@/lib/core/excerpt";

/** The first line of a message, and what stands for it where there is none. */
function saidBy(text: string, attachments: readonly Attachment[] | null): Pick<ReplyTo, "excerpt" | "attachment"> {
  const excerpt = excerptOf(text);
  const [first] = attachments ?? [];
  return { excerpt, ...(excerpt === "" && first ? { attachment: { kind: first.kind, name: first.name } } : {}) };
}

/** What the given messages are, as those that answer them show it: who wrote, and the first line or that it is gone. */
async function readAnswered(ids: readonly number[]): Promise<Map<number, ReplyTo>> {
  if (ids.length === 0) return new Map();
  const { id, version, deletedAt, authorId, authorName, guestId, guestName, attachments } = messageColumns;
  const rows = await db()
    .select({ id, version, deletedAt, authorId, authorName, guestId, guestName, attachments, start: sql<string>`left(${message.content}, 1000)` })
    .from(message)
    .leftJoin(user, eq(user.id, message.userId))
    .where(inArray(message.id, [...ids]));
  return new Map(rows.map((row) => [row.id, { id: row.id, version: row.version, user: authorOf(row), ...(row.deletedAt ? { deleted: true } : saidBy(row.start, row.attachments)) }]));
}

/**
 * Messages as one reader sees them, with what they answer, whom they name and what others have set to them. Most messages have none of it,
 * and a page of such asks for nothing more. All of one room. Authorization is the caller's.
 */
export async function toMessages(actor: Actor, rows: readonly MessageRow[]): Promise<Message[]> {
  const shown = rows.filter(({ deletedAt }) => deletedAt === null);
  const reacted = shown.flatMap(({ id, reactionsVersion: version }) => (version === null ? [] : [{ id, version }]));
  const answered = shown.flatMap(({ replyToId }) => (replyToId === null ? [] : [replyToId]));
  // Only where there is an @ can somebody be named.
  const naming = shown.filter(({ content, line }) => line === null && content.includes("@"));
  if (reacted.length + answered.length + naming.length === 0) return rows.map(toMessage);
  const [reactions, quotes, mentions] = await Promise.all([readReactions(db(), actor, reacted), readAnswered(answered), readMentions(db(), naming)]);
  return rows.map((row) => {
    const [signs, replyTo] = [reactions.get(row.id), row.deletedAt || row.replyToId === null ? undefined : quotes.get(row.replyToId)];
    const named = mentions.get(row.version);
    return { ...toMessage(row), ...(named ? { mentions: named } : {}), ...(replyTo ? { reply_to: replyTo } : {}), ...(signs ? { reactions: signs } : {}) };
  });
}
