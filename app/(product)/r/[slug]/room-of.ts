import { cache } from "react";
import type { RoomPart } from "@/components/rooms/room-tabs";
import { getCallPresence } from "@/lib/calls/queries";
import { currentActor } from "@/lib/http/page";
import { findRoomPage, type RoomPage } from "@/lib/rooms/queries/get-room";

/** The room behind an address as this reader sees it; one query a render. Null where there is none. */
export const roomOf = cache(async (slug: string): Promise<RoomPage | null> => findRoomPage(await currentActor(), slug));

/** How many are in the room's call; nobody is asked where none runs. */
export async function callCountOf({ id, hasCall }: RoomPage): Promise<number> {
  return hasCall ? (await getCallPresence(id)).count : 0;
}

/** The parts of a room that its member may open. */
export function partsOf({ can, direct }: RoomPage): RoomPart[] {
  if (direct) return ["chat"];
  return can.change ? ["chat", "notes", "meetings", "recordings", "calls", "members", "settings"] : ["chat", "notes", "meetings", "recordings", "members"];
}
