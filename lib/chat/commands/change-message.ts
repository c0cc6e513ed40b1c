import { and, eq, gte, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { message, messageMention, messageReaction } from "@/db/schema/chat";
import { room, roomEvent } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { holdMessage, isMessage, type MessageKey } from "@/lib/chat/commands/hold-message";
import { removeFilesOf } from "@/lib/chat/commands/remove-files";
import { isSaid, messageDeleted, messageEdited, type EditMessageInput, type Mention, type Message, type MessageDeleter } from "@/lib/chat/contract";
import { canDeleteMessage, canEditMessage } from "@/lib/chat/policy";
import { findMentioned, readMentions } from "@/lib/chat/queries/mentions";
import { selectMessages, toMessage, type MessageRow } from "@/lib/chat/queries/message-row";
import { invalidFields } from "@/lib/core/errors";
import { mentionedIn } from "@/lib/core/mention-parts";
import { appendRoomEvent } from "@/lib/events/room-events";

async function readRow(tx: Tx, key: MessageKey): Promise<MessageRow | undefined> {
  const [row] = await selectMessages(tx).where(isMessage(key));
  return row;
}

/** Whom the message names from now on, nobody else. */
async function nameIn(tx: Tx, { roomId, version }: MessageRow, mentions: readonly Mention[]): Promise<void> {
  await tx.delete(messageMention).where(and(eq(messageMention.roomId, roomId), eq(messageMention.version, version)));
  if (mentions.length > 0) await tx.insert(messageMention).values(mentions.map(({ id, text }) => ({ userId: id, roomId, version, name: text })));
}

/**
 * Writes the message as it is now: into its row, into the event that once told it (a reader who was away must not get the
 * old text), and as an event of its own at the room's next version.
 */
async function write(tx: Tx, key: MessageKey, type: string, change: Partial<typeof message.$inferInsert> | Record<string, unknown>, mentions: readonly Mention[] = []): Promise<Message> {
  await tx.update(message).set(change).where(isMessage(key));
  const row = (await readRow(tx, key)) as MessageRow;
  await nameIn(tx, row, mentions);
  const now: Message = { ...toMessage(row), ...(mentions.length > 0 ? { mentions: [...mentions] } : {}) };
  await tx
    .update(roomEvent)
    .set({ body: sql`${roomEvent.body} || ${JSON.stringify({ content: now.content, ...(now.edited_at ? { edited_at: now.edited_at } : {}), ...(now.deleted ? { deleted: now.deleted } : {}), mentions: now.mentions ?? [], ...(now.deleted ? { attachments: [] } : {}) })}::jsonb` })
    .where(and(eq(roomEvent.roomId, key.roomId), gte(roomEvent.version, now.room.version), eq(sql`(${roomEvent.body}->>'id')::bigint`, key.id), sql`${roomEvent.type} in ('message_added', 'message_edited')`));
  await appendRoomEvent(tx, key.roomId, type, now);
  return now;
}

/**
 * Changes the text of one's own message; whom the new one does not name any more is not named. The same text again is no change and takes no version.
 * @throws AppError not_found for readers of other rooms and unknown messages, forbidden for those of others, conflict when
 * it is too old or deleted, or the chat is off, invalid_input where neither a text nor a file would be left
 */
export function editMessage(actor: Actor, key: MessageKey, { content, mentions }: EditMessageInput): Promise<Message> {
  return transaction(async (tx) => {
    const held = await holdMessage(tx, actor, key);
    authorize(canEditMessage(actor, held.room, held.facts));
    if (!isSaid(content) && !held.row.attachments) throw invalidFields({ content: ["Write some text."] });
    if (held.row.content === content) return toMessage(held.row);
    const before = (await readMentions(tx, [held.row])).get(held.row.version) ?? [];
    const kept = mentionedIn(content, before.map((mention) => ({ ...mention, name: mention.text })));
    const added = (await findMentioned(tx, actor, key.roomId, content, mentions ?? [])).filter(({ id }) => !kept.some((each) => each.id === id));
    return write(tx, key, messageEdited, { content, editedAt: sql`clock_timestamp()` }, [...kept.map(({ name: _name, ...mention }) => mention), ...added]);
  });
}

/** Forgets what a held message said, its files and what others set to it, leaves the mark of who did that, and tells it. */
export async function takeAway(tx: Tx, key: MessageKey, deletedBy: MessageDeleter): Promise<Message> {
  const now = await write(tx, key, messageDeleted, { content: "", deletedAt: sql`clock_timestamp()`, deletedBy, attachments: null, reactionsVersion: null });
  await removeFilesOf(tx, key.id);
  await tx.delete(messageReaction).where(eq(messageReaction.messageId, key.id));
  const latest = sql`(select m.id from message m where m.room_id = ${key.roomId} and m.kind = 'text' and m.deleted_at is null order by m.version desc limit 1)`;
  await tx.update(room).set({ lastMessageId: latest }).where(and(eq(room.id, key.roomId), eq(room.lastMessageId, key.id)));
  return now;
}

/**
 * Takes a message away: its text and its files are forgotten, a mark stays at its place. A host's doing is noted without the text.
 * @throws AppError as above
 */
export function deleteMessage(actor: Actor, key: MessageKey): Promise<Message> {
  return transaction(async (tx) => {
    const held = await holdMessage(tx, actor, key);
    authorize(canDeleteMessage(actor, held.room, held.facts));
    const deletedBy: MessageDeleter = held.facts.isOwn ? "author" : "host";
    const now = await takeAway(tx, key, deletedBy);
    if (deletedBy === "host") await recordAudit(tx, actor, { action: "message.deleted", target: { type: "room", id: key.roomId }, details: { message: key.id, author: held.row.authorId } });
    return now;
  });
}
