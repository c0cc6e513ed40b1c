import { and, eq } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { message, messageReaction } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { holdMessage, isMessage, type MessageKey } from "@/lib/chat/commands/hold-message";
import { messageReacted, type ChatUser, type Reacted, type ReactInput } from "@/lib/chat/contract";
import { canReact } from "@/lib/chat/policy";
import { chatUserOf } from "@/lib/chat/queries/message-row";
import { readReactions } from "@/lib/chat/queries/reactions";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { appendRoomEvent } from "@/lib/events/room-events";

type Author = { column: Partial<typeof messageReaction.$inferInsert>; user: ChatUser };

function authorOf(actor: Actor): Author {
  if (actor.kind === "guest") return { column: { guestId: actor.guestId }, user: chatUserOf(actor) };
  const person = requireUser(actor);
  return { column: { userId: person.userId }, user: chatUserOf(person) };
}

/** Under the room's lock: false where it is so already. @throws AppError conflict when the message has as many kinds as it can have */
async function write(tx: Tx, id: number, { column }: Author, { emoji, on }: ReactInput): Promise<boolean> {
  const own = and(eq(messageReaction.messageId, id), eq(messageReaction.emoji, emoji), column.guestId ? eq(messageReaction.guestId, column.guestId) : eq(messageReaction.userId, column.userId ?? 0));
  if (!on) return (await tx.delete(messageReaction).where(own).returning({ id: messageReaction.id })).length > 0;
  const kinds = await tx.selectDistinct({ emoji: messageReaction.emoji }).from(messageReaction).where(eq(messageReaction.messageId, id)).limit(settings.reactionKindsMax + 1);
  if (kinds.length >= settings.reactionKindsMax && !kinds.some((kind) => kind.emoji === emoji)) throw new AppError("conflict", { detail: `A message has at most ${settings.reactionKindsMax} different reactions.` });
  return (await tx.insert(messageReaction).values({ messageId: id, emoji, ...column }).onConflictDoNothing().returning({ id: messageReaction.id })).length > 0;
}

/**
 * Sets a sign to a message or takes one's own away. It takes the room's next version, whose event tells all signs of the
 * message as they are then: a reader who was away needs the last one only. What is so already changes nothing and takes
 * no version. @throws AppError not_found for who does not read the room, conflict for a deleted message, where the chat is
 * off, and for a thirteenth kind
 */
export function react(actor: Actor, key: MessageKey, input: ReactInput): Promise<Reacted> {
  return transaction(async (tx) => {
    const held = await holdMessage(tx, actor, key);
    authorize(canReact(actor, held.room, held.facts, input.on));
    const author = authorOf(actor);
    const now = async (version: number): Promise<Reacted> => {
      const reactions = await readReactions(tx, null, [{ id: key.id, version }]);
      return { id: key.id, room: { id: key.roomId, version: held.row.version }, user: author.user, ...input, reactions: reactions.get(key.id) ?? { version, list: [] } };
    };
    if (!(await write(tx, key.id, author, input))) return now(held.row.reactionsVersion ?? 0);
    let told: Reacted | undefined;
    const version = await appendRoomEvent(tx, key.roomId, messageReacted, async (next) => (told = await now(next)));
    await tx.update(message).set({ reactionsVersion: version }).where(isMessage(key));
    return told ?? now(version);
  });
}
