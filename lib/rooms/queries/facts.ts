import { and, eq, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { personOf, type Actor } from "@/lib/authz/actor";
import { readGuestRooms } from "@/lib/events/feed";
import { guestChatId } from "@/lib/guests/contract";
import { roomSettings } from "@/lib/rooms/contract";
import type { RoomFacts } from "@/lib/rooms/policy";

/** Of which room: by number or by address. */
export type RoomKey = { id: number } | { slug: string };

/** A room as policies see it. `lock` takes its row (but not its key, which foreign keys hold), so that the facts hold until the transaction ends. Null where there is none. */
export async function findRoomFacts(on: Executor, actor: Actor, key: RoomKey, lock = false): Promise<{ room: typeof room.$inferSelect; facts: RoomFacts } | null> {
  const userId = personOf(actor) ?? 0;
  const rooms = on.select().from(room).where("id" in key ? eq(room.id, key.id) : eq(room.slug, key.slug));
  const [found] = await (lock ? rooms.for("no key update") : rooms);
  if (!found) return null;
  const [mine] = await on
    .select({
      role: sql<RoomFacts["role"]>`max(${roomMember.role}) filter (where ${roomMember.userId} = ${userId})`,
      otherOwners: sql<number>`count(*) filter (where ${and(eq(roomMember.role, "owner"), ne(roomMember.userId, userId))})::int`,
    })
    .from(roomMember)
    .where(and(eq(roomMember.roomId, found.id), sql`(${roomMember.userId} = ${userId} or ${roomMember.role} = 'owner')`));
  const facts: RoomFacts = {
    accessLevel: found.accessLevel,
    isDeleted: found.deletedAt !== null,
    role: mine?.role ?? null,
    otherOwners: mine?.otherOwners ?? 0,
    isChatOn: roomSettings(found.configuration).chat,
  };
  if (actor.kind === "guest") facts.isInCall = (await readGuestRooms([guestChatId(actor.guestId)])).some(({ roomId }) => roomId === found.id);
  return { room: found, facts };
}
