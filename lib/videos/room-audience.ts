import { and, eq, isNull, or } from "drizzle-orm";
import { db } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { parseId } from "@/lib/core/ids";

/** The room, of those that somebody is a member of, whose members are to watch a video; by its id or address. Null where there is none. */
export async function findAudienceRoom(personId: number, idOrSlug: string): Promise<number | null> {
  const id = parseId(idOrSlug);
  const [found] = await db()
    .select({ id: room.id })
    .from(room)
    .innerJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, personId)))
    .where(and(or(eq(room.slug, idOrSlug), id === null ? undefined : eq(room.id, id)), eq(room.kind, "room"), isNull(room.deletedAt)));
  return found?.id ?? null;
}
