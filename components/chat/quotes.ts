import type { Message, ReplyTo } from "@/lib/chat/contract";
import { excerptOf } from "@/lib/core/excerpt";

/** A message as one that answers it shows it. */
export function quoteOf({ id, room, user, content, deleted, attachments: [first] = [] }: Message): ReplyTo {
  const excerpt = excerptOf(content);
  const attachment = excerpt === "" && first ? { attachment: { kind: first.kind, name: first.name } } : {};
  return { id, version: room.version, user, ...(deleted ? { deleted: true } : { excerpt, ...attachment }) };
}

/** Whether it is known what the answered message says: events tell only which one it is. */
export const isWhole = ({ excerpt, deleted }: ReplyTo): boolean => excerpt !== undefined || deleted === true;

/** A message with its quote as the original is now; the same one where it answers another. */
export function withQuote(message: Message, original: Message): Message {
  return message.reply_to?.id === original.id ? { ...message, reply_to: quoteOf(original) } : message;
}
