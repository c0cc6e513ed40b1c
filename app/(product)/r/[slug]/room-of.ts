import { cache } from "react";
import type { RoomPart } from "@/components/rooms/room-tabs";
import { getCallPresence } from "@/lib/calls/queries";
import { currentActor } from "@/lib/http/page";
import { findRunning } from "@/lib/recordings/queries/running";
import { findRoomPage, type RoomPage } from "@/lib/rooms/queries/get-room";

/** The room behind an address as this reader sees it; one query a render. Null where there is none. */
export const roomOf = cache(async (slug: string): Promise<RoomPage | null> => findRoomPage(await currentActor(), slug));

/** How many are in the room's call, and its live stream; nobody is asked where none runs. */
export async function callOf({ id, hasCall }: RoomPage): Promise<{ count: number; streamId: string | null }> {
  if (!hasCall) return { count: 0, streamId: null };
  const [{ count }, { stream }] = await Promise.all([getCallPresence(id), findRunning(id)]);
  return { count, streamId: stream?.id ?? null };
}

/** The parts of a room that its member may open. */
export function partsOf({ can, direct }: RoomPage): RoomPart[] {
  if (direct) return ["chat"];
  return can.change ? ["chat", "notes", "meetings", "recordings", "calls", "members", "settings"] : ["chat", "notes", "meetings", "recordings", "members"];
}
