import { db } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { publish } from "@/lib/platform/listen";
import type { HereAnswer } from "@/lib/rooms/contract";
import { againSecondsIn, hereTopic, whoIsHere, type HereSign } from "@/lib/rooms/here";
import { requireReader } from "@/lib/rooms/queries/readable-room";

/** Tells that the asker has the room's page before them, or has it no more; answers which members have. @throws AppError not_found, unauthenticated */
export async function tellHere(actor: Actor, roomId: number, isHere: boolean): Promise<HereAnswer> {
  const userId = await requireReader(db(), actor, roomId);
  const sign: HereSign = [roomId, userId, isHere, againSecondsIn(roomId)];
  // Every process takes it from the bus, this one too: there it is news, and told.
  await publish(hereTopic, sign);
  const { ids, count } = whoIsHere(roomId);
  const others = ids.filter((id) => id !== userId);
  return { here: isHere ? [userId, ...others] : others, count: Math.max(count, isHere ? 1 : 0), again_seconds: sign[3] };
}
