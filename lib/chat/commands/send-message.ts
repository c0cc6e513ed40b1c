import { db } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { isSameClientId } from "@/lib/chat/commands/insert-messages";
import { writeInTurn } from "@/lib/chat/commands/write-in-turn";
import type { Message, SendMessageInput } from "@/lib/chat/contract";
import { findOwnMessage } from "@/lib/chat/queries/list-messages";
import { canSendMessage } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { AppError, invalidFields } from "@/lib/core/errors";
import { roomsTopic } from "@/lib/events/room-events";
import { publish } from "@/lib/platform/listen";

/**
 * Writes a message. The same `client_id` again answers the first message and writes nothing (`isNew` false).
 * @throws AppError unauthenticated; not_found for non-members; conflict where the chat is off; invalid_input for a
 * `client_id` that was used in another room
 */
export async function sendMessage(actor: Actor, roomId: number, input: SendMessageInput): Promise<{ message: Message; isNew: boolean }> {
  const clientId = input.client_id ?? null;
  let row: Awaited<ReturnType<typeof writeInTurn>> = null;
  try {
    row = await writeInTurn(roomId, { author: actor.kind === "guest" ? actor : requireUser(actor), content: input.content, clientId });
  } catch (error) {
    // Two of the same at once: the other one was first.
    if (!isSameClientId(error)) throw error;
  }
  if (row) {
    // Not awaited: the row is the truth, and the sender need not wait for the readers.
    void publish(roomsTopic, [roomId, row.version]);
    return { message: row.body, isNew: true };
  }
  return { message: await findFirst(actor, roomId, clientId), isNew: false };
}

/** Why nothing was written: a refusal, or the message that is there already. */
async function findFirst(actor: Actor, roomId: number, clientId: string | null): Promise<Message> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canSendMessage(actor, found.facts));
  const first = clientId === null ? null : await findOwnMessage(actor, clientId);
  if (!first) throw new AppError("not_found");
  if (first.room.id !== roomId) throw invalidFields({ client_id: ["This id was used in another room."] });
  return first;
}
