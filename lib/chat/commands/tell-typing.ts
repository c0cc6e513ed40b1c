import { db } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { typingTopic, type Typist } from "@/lib/chat/contract";
import { chatUserOf } from "@/lib/chat/queries/message-row";
import { publish } from "@/lib/platform/listen";
import { canSendMessage } from "@/lib/rooms/policy";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";

/** Tells those who are in the room that the asker is writing. Nothing is written down: it passes. @throws AppError not_found, unauthenticated, conflict where the chat is off */
export async function tellTyping(actor: Actor, roomId: number): Promise<void> {
  const { facts } = await requireReadableRoom(db(), actor, roomId);
  authorize(canSendMessage(actor, facts));
  if (actor.kind !== "user" && actor.kind !== "guest") return;
  await publish(typingTopic, [roomId, chatUserOf(actor) satisfies Typist]);
}
