import { sql } from "drizzle-orm";
import { message } from "@/db/schema/chat";
import { user } from "@/db/schema/accounts";
import { guest } from "@/db/schema/guests";
import { formerUser, type ChatUser, type Message } from "@/lib/chat/contract";
import { toTimestamp } from "@/lib/core/format";
import { guestChatId } from "@/lib/guests/contract";

/** What is selected of a message, from `message` left-joined with its author. */
export const messageColumns = {
  id: message.id,
  roomId: message.roomId,
  version: message.version,
  content: message.content,
  createdAt: message.createdAt,
  authorId: message.userId,
  authorName: user.name,
  guestId: message.guestId,
  guestName: sql<string | null>`(select ${guest.name} from ${guest} where ${guest.id} = ${message.guestId})`,
};

export type MessageRow = { id: number; roomId: number; version: number; content: string; createdAt: Date; authorId: number | null; authorName: string | null; guestId: number | null; guestName: string | null };

/** Who wrote: their display name, or the stand-in for an account that is gone. */
export function toChatUser(id: number | null, name: string | null): ChatUser {
  return id === null || name === null ? formerUser : { id, username: name };
}

/** The same of a message that a guest of a call may have written. */
function authorOf({ authorId, authorName, guestId, guestName }: MessageRow): ChatUser {
  return guestId !== null && guestName !== null ? { id: guestChatId(guestId), username: guestName } : toChatUser(authorId, authorName);
}

/** A message bumps its room at the moment it is written, so its stamp is made of its own version and time. */
export function toMessage(row: MessageRow): Message {
  const createdAt = toTimestamp(row.createdAt);
  return {
    id: row.id,
    content: row.content,
    user: authorOf(row),
    room: { id: row.roomId, version: row.version, bumped_at: createdAt },
    created_at: createdAt,
  };
}
