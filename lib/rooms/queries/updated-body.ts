import type { Tx } from "@/db/client";
import type { room } from "@/db/schema/rooms";
import type { ChatUser } from "@/lib/chat/contract";
import { roomSettings } from "@/lib/rooms/contract";
import { readRoom } from "@/lib/rooms/queries/room-row";

/** What `room_updated` tells: the room as it is now, who changed it, and what it was called before where it was renamed. That is worth a line in the chat; the rest is not. */
export async function roomUpdatedBody(tx: Tx, after: typeof room.$inferSelect, user: ChatUser, nameBefore: string | undefined): Promise<Record<string, unknown>> {
  return {
    room: await readRoom(tx, after.id),
    user,
    access_level: after.accessLevel,
    listed: after.listed,
    configuration: roomSettings(after.configuration),
    ...(nameBefore === undefined ? {} : { name_before: nameBefore }),
  };
}
