import type { WireEvent } from "@/components/realtime/wire";
import type { Message, MessageReaction, MessageReactions, messageDeleted, messageEdited, messageReacted, Reacted } from "@/lib/chat/contract";

/** Their values alone would bring the whole contract, with the parser, into the browser. */
const editedEvent: typeof messageEdited = "message_edited";
const deletedEvent: typeof messageDeleted = "message_deleted";
const reactedEvent: typeof messageReacted = "message_reacted";

/** What became of a message: the message as it is now, or its signs as they are now. */
export type Change = { kind: "message"; message: Message } | { kind: "reactions"; reacted: Reacted };

/** The change that an event tells; null for one that tells none. */
export function changeOf({ type, body }: WireEvent): Change | null {
  if (type === editedEvent || type === deletedEvent) return { kind: "message", message: body as unknown as Message };
  return type === reactedEvent ? { kind: "reactions", reacted: body as unknown as Reacted } : null;
}

/** Where the changed message stands in its room. */
export const placeOf = (change: Change): number => (change.kind === "message" ? change.message : change.reacted).room.version;

/** Which signs are the viewer's: told of everybody by the first names alone, so what was known of the others holds on. */
function withMine(before: MessageReactions | undefined, { reactions, user, emoji, on }: Reacted, viewerId: number): MessageReactions {
  const isMine = (each: MessageReaction) => {
    if (user.id === viewerId && each.emoji === emoji) return on;
    return each.users.some(({ id }) => id === viewerId) || (before?.list.find((other) => other.emoji === each.emoji)?.mine ?? false);
  };
  return { version: reactions.version, list: reactions.list.map((each) => ({ ...each, mine: isMine(each) })) };
}

/** A later change of a text than the one that is told; a deleted message has no later one. */
const isNewer = (before: Message, told: Message) => (before.deleted && !told.deleted) || (before.edited_at ?? "") > (told.edited_at ?? "");

/**
 * A message after a change. What is told of a text does not tell its signs, and the other way round; news that are older
 * than what is shown (a page can be newer than the stream) change nothing.
 */
export function afterChange(before: Message, change: Change, viewerId: number): Message {
  if (change.kind === "reactions") {
    if (before.deleted || (before.reactions?.version ?? 0) >= change.reacted.reactions.version) return before;
    return { ...before, reactions: withMine(before.reactions, change.reacted, viewerId) };
  }
  const { message } = change;
  if (message.deleted) return message;
  if (isNewer(before, message)) return before;
  return { ...message, ...(before.reactions ? { reactions: before.reactions } : {}), ...(before.reply_to ? { reply_to: before.reply_to } : {}) };
}

/** So many of the last changes are remembered: those that come while an older page is on its way. */
const maxRemembered = 100;

/** The changes that the stream told last. */
export function remember(changes: readonly Change[], change: Change): readonly Change[] {
  return [...changes.slice(1 - maxRemembered), change];
}
