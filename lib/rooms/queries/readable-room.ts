import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser, type Verdict } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { canReadChat, canReadRoom, type RoomFacts } from "@/lib/rooms/policy";
import { findRoomFacts, type FoundRoom } from "@/lib/rooms/queries/facts";

async function requireRoom(on: Executor, actor: Actor, roomId: number, may: (actor: Actor, facts: RoomFacts) => Verdict): Promise<FoundRoom> {
  const found = await findRoomFacts(on, actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(may(actor, found.facts));
  return found;
}

/** A room whose chat the asker may read: its members, and the guests of its running call. @throws AppError not_found for everyone else, unauthenticated */
export function requireReadableRoom(on: Executor, actor: Actor, roomId: number): Promise<FoundRoom> {
  return requireRoom(on, actor, roomId, canReadChat);
}

/** The asker, who has an account and may read the room: guests of its call have no place in it of their own. @returns their id @throws AppError as above */
export async function requireReader(on: Executor, actor: Actor, roomId: number): Promise<number> {
  const { userId } = requireUser(actor);
  await requireRoom(on, actor, roomId, canReadRoom);
  return userId;
}
