import { db, type Executor } from "@/db/client";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { roomSettings, type RoomDetail } from "@/lib/rooms/contract";
import { canReadRoom, canRetrieveRoom, roomAbilities } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { readRoom } from "@/lib/rooms/queries/room-row";

/** One of the asker's rooms, with its settings and what they may do with it. @throws AppError not_found, unauthenticated; forbidden for a program */
export async function getRoomDetail(actor: Actor, roomId: number): Promise<RoomDetail> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canRetrieveRoom(actor, found.facts));
  return readRoomDetail(db(), actor, roomId);
}

/**
 * A room with its settings and what the asker may do with it; authorization is the caller's. Its last message is only
 * for those who may read the room: a moderator who handles it is not one of them. @throws AppError not_found
 */
export async function readRoomDetail(on: Executor, actor: Actor, roomId: number): Promise<RoomDetail> {
  const found = await findRoomFacts(on, actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  const { room, facts } = found;
  const seen = await readRoom(on, roomId, personOf(actor) ?? 0);
  return {
    ...seen,
    last_message: canReadRoom(actor, facts).allowed ? seen.last_message : null,
    access_level: room.accessLevel,
    listed: room.listed,
    configuration: roomSettings(room.configuration),
    abilities: roomAbilities(actor, facts),
  };
}
