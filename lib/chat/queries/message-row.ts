import { eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { message } from "@/db/schema/chat";
import { user } from "@/db/schema/accounts";
import { guest } from "@/db/schema/guests";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { formerUser, systemUser, type Attachment, type ChatUser, type Message, type MessageDeleter, type SystemLine } from "@/lib/chat/contract";
import { toTimestamp } from "@/lib/core/format";
import { guestChatId } from "@/lib/guests/contract";

/** What is selected of a message, from `message` left-joined with its author. */
export const messageColumns = {
  id: message.id,
  roomId: message.roomId,
  version: message.version,
  content: message.content,
  line: message.line,
  createdAt: message.createdAt,
  editedAt: message.editedAt,
  deletedAt: message.deletedAt,
  deletedBy: message.deletedBy,
  replyToId: message.replyToId,
  attachments: message.attachments,
  reactionsVersion: message.reactionsVersion,
  authorId: message.userId,
  authorName: user.name,
  guestId: message.guestId,
  guestName: sql<string | null>`(select ${guest.name} from ${guest} where ${guest.id} = ${message.guestId})`,
};

/** Messages with who wrote them, as `toMessage` takes them. */
export function selectMessages(on: Executor) {
  return on.select(messageColumns).from(message).leftJoin(user, eq(user.id, message.userId));
}

export type MessageRow = { id: number; roomId: number; version: number; content: string; line: SystemLine | null; createdAt: Date; editedAt: Date | null; deletedAt: Date | null; deletedBy: MessageDeleter | null; replyToId: number | null; attachments: Attachment[] | null; reactionsVersion: number | null; authorId: number | null; authorName: string | null; guestId: number | null; guestName: string | null };

/** Who wrote: their display name, or the stand-in for an account that is gone. */
export function toChatUser(id: number | null, name: string | null): ChatUser {
  return id === null || name === null ? formerUser : { id, username: name };
}

/** Somebody who acts now, as the chat shows them. */
export function chatUserOf(actor: UserActor | GuestActor): ChatUser {
  return { id: actor.kind === "guest" ? guestChatId(actor.guestId) : actor.userId, username: actor.name };
}

/** The same of a message that a guest of a call may have written. */
export function authorOf({ authorId, authorName, guestId, guestName }: Pick<MessageRow, "authorId" | "authorName" | "guestId" | "guestName">): ChatUser {
  return guestId !== null && guestName !== null ? { id: guestChatId(guestId), username: guestName } : toChatUser(authorId, authorName);
}

/** A system message in words, for clients that have none of their own. */
const sentences: Record<SystemLine, (who: string, name: string) => string> = {
  joined: (who) => `${who} joined`,
  left: (who) => `${who} left`,
  renamed: (who, name) => `${who} renamed the room to ${name}`,
  call_started: () => "A call started",
  call_ended: () => "The call ended",
  recording_started: () => "Recording started",
  recording_stopped: () => "Recording stopped",
  recording_saved: () => "The recording is saved",
  stream_started: () => "The live stream has begun",
  stream_stopped: () => "The live stream has ended",
};

/** What happened without somebody who is named. */
const nobodys: ReadonlySet<SystemLine> = new Set(["call_started", "call_ended", "recording_started", "recording_stopped", "recording_saved", "stream_started", "stream_stopped"]);

/** A message bumps its room at the moment it is written, so its stamp is made of its own version and time. */
export function toMessage(row: MessageRow): Message {
  const createdAt = toTimestamp(row.createdAt);
  const { line } = row;
  const user = line !== null && nobodys.has(line) ? systemUser : authorOf(row);
  return {
    id: row.id,
    content: line ? sentences[line](user.username, row.content) : row.content,
    user,
    room: { id: row.roomId, version: row.version, bumped_at: createdAt },
    created_at: createdAt,
    ...(row.replyToId !== null && !row.deletedAt ? { reply_to: { id: row.replyToId } } : {}),
    ...(row.attachments ? { attachments: row.attachments } : {}),
    ...(row.editedAt ? { edited_at: toTimestamp(row.editedAt) } : {}),
    ...(row.deletedAt && row.deletedBy ? { deleted: { at: toTimestamp(row.deletedAt), by: row.deletedBy } } : {}),
    ...(line ? { system: { line, ...(line === "renamed" ? { name: row.content } : {}) } } : {}),
  };
}
