import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { canReadChat } from "@/lib/rooms/policy";
import { findRoomFacts, type FoundRoom } from "@/lib/rooms/queries/facts";

/** A room whose chat the asker may read: its members, and the guests of its running call. @throws AppError not_found for everyone else, unauthenticated */
export async function requireReadableRoom(on: Executor, actor: Actor, roomId: number): Promise<FoundRoom> {
  const found = await findRoomFacts(on, actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canReadChat(actor, found.facts));
  return found;
}
