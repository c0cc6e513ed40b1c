import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import { isModerator, isSignedOut, type Actor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { canDeleteMessages, canReadChat, canSendMessage, type RoomFacts } from "@/lib/rooms/policy";

/** What a verdict about a message rests on. */
export type MessageFacts = { isOwn: boolean; isDeleted: boolean; /** Since it was written, by the database's clock. */ ageSeconds: number };

/** Who may change a text: whoever wrote it, while they may write here, and not for ever. */
export function canEditMessage(actor: Actor, room: RoomFacts, message: MessageFacts): Verdict {
  const send = canSendMessage(actor, room);
  if (!send.allowed) return send;
  if (!message.isOwn) return deny("forbidden", "Only who wrote a message changes it.");
  if (message.isDeleted) return deny("conflict", "This message was deleted.");
  return message.ageSeconds <= settings.messageEditSeconds ? allow : deny("conflict", "This message is too old to be changed.");
}

/** Who may take a message away: hosts of the room any, whoever wrote it for some time. Also where the chat is off: what should not stand there must not have to. */
export function canDeleteMessage(actor: Actor, room: RoomFacts, message: MessageFacts): Verdict {
  const read = canReadChat(actor, room);
  if (!read.allowed) return read;
  if (message.isDeleted) return deny("conflict", "This message is deleted already.");
  const any = canDeleteMessages(actor, room);
  if (any.allowed || !message.isOwn) return any;
  return message.ageSeconds <= settings.messageDeleteSeconds ? allow : deny("conflict", "This message is too old to be deleted. Ask a host of the room.");
}

/** Who may set a sign to a message: who may write here. One's own is taken away also where the chat was switched off since. */
export function canReact(actor: Actor, room: RoomFacts, message: MessageFacts, on: boolean): Verdict {
  const may = on ? canSendMessage(actor, room) : canReadChat(actor, room);
  if (!may.allowed) return may;
  return message.isDeleted ? deny("conflict", "This message was deleted.") : allow;
}

/** Who may take a reported message away without reading the room: moderators. */
export function canHideReported(actor: Actor): Verdict {
  if (isSignedOut(actor)) return deny("unauthenticated");
  return isModerator(actor) ? allow : deny("forbidden");
}
