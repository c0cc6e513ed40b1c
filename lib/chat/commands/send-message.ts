import { db } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { isSameClientId } from "@/lib/chat/commands/insert-messages";
import { writeInTurn } from "@/lib/chat/commands/write-in-turn";
import { isMessage } from "@/lib/chat/commands/hold-message";
import type { Message, ReplyTo, SendMessageInput } from "@/lib/chat/contract";
import { findUnsent } from "@/lib/chat/queries/message-files";
import { findMentioned } from "@/lib/chat/queries/mentions";
import { findOwnMessage } from "@/lib/chat/queries/list-messages";
import { authorOf, selectMessages } from "@/lib/chat/queries/message-row";
import { canSendMessage } from "@/lib/rooms/policy";
import { secondsToWait } from "@/lib/chat/queries/slow-mode";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";
import { AppError, invalidFields } from "@/lib/core/errors";
import { roomsTopic } from "@/lib/events/room-events";
import { publish } from "@/lib/platform/listen";

/**
 * Writes a message. The same `client_id` again answers the first message and writes nothing (`isNew` false).
 * @throws AppError unauthenticated; not_found for non-members; conflict where the chat is off; invalid_input for a
 * `client_id` that was used in another room, a `reply_to` that is no message of this one, and `attachments` that are not
 * files of the author which wait here; rate_limited with `wait_seconds` where slow mode lets the author write later
 */
export async function sendMessage(actor: Actor, roomId: number, input: SendMessageInput): Promise<{ message: Message; isNew: boolean }> {
  const clientId = input.client_id ?? null;
  let row: Awaited<ReturnType<typeof writeInTurn>> = null;
  try {
    const author = actor.kind === "guest" ? actor : requireUser(actor);
    const replyTo = input.reply_to ? await findAnswered(actor, roomId, input.reply_to) : null;
    const attachments = await findUnsent(actor, roomId, input.attachments ?? []);
    if (attachments === null) return { message: await findFirst(actor, roomId, input), isNew: false };
    const mentions = await findMentioned(db(), actor, roomId, input.content, input.mentions ?? []);
    row = await writeInTurn(roomId, { author, content: input.content, clientId, replyTo, mentions, attachments });
  } catch (error) {
    // Two of the same at once: the other one was first.
    if (!isSameClientId(error)) throw error;
  }
  if (row) {
    // Not awaited: the row is the truth, and the sender need not wait for the readers.
    void publish(roomsTopic, [roomId, row.version]);
    return { message: row.body, isNew: true };
  }
  return { message: await findFirst(actor, roomId, input), isNew: false };
}

/** What a message answers, without its text: that may be another one when the news of the answer is read. */
async function findAnswered(actor: Actor, roomId: number, id: number): Promise<ReplyTo> {
  const [row] = await selectMessages(db()).where(isMessage({ roomId, id }));
  if (row) return { id, version: row.version, user: authorOf(row) };
  // Who does not read the room learns nothing of its messages.
  await requireReadableRoom(db(), actor, roomId);
  throw invalidFields({ reply_to: ["There is no such message in this room."] });
}

/** Why nothing was written: a refusal, or the message that is there already. */
async function findFirst(actor: Actor, roomId: number, { client_id: clientId, attachments }: SendMessageInput): Promise<Message> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canSendMessage(actor, found.facts));
  const first = clientId ? await findOwnMessage(actor, clientId) : null;
  const waitSeconds = first ? 0 : await secondsToWait(actor, roomId, found.facts);
  if (waitSeconds > 0) throw new AppError("rate_limited", { detail: "This room is in slow mode. Please wait before you write again.", retryAfterSeconds: waitSeconds, extra: { wait_seconds: waitSeconds } });
  if (!first && attachments?.length) throw invalidFields({ attachments: ["Some of these files cannot be sent. Choose them again."] });
  if (!first) throw new AppError("not_found");
  if (first.room.id !== roomId) throw invalidFields({ client_id: ["This id was used in another room."] });
  return first;
}
