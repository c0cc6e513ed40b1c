import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";

/** How many rooms somebody alone owns: with other members in them, and without. Authorization is the caller's. */
export async function countOwnedRooms(personId: number): Promise<{ withOthers: number; alone: number }> {
  const others = (condition: string) => sql`exists (select from room_member o where o.room_id = ${room.id} and o.user_id <> ${personId} ${sql.raw(condition)})`;
  const [row] = await db()
    .select({
      withOthers: sql<number>`count(*) filter (where ${others("")})::int`,
      alone: sql<number>`count(*) filter (where not ${others("")})::int`,
    })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(and(eq(roomMember.userId, personId), eq(roomMember.role, "owner"), isNull(room.deletedAt), sql`not ${others("and o.role = 'owner'")}`));
  return row ?? { withOthers: 0, alone: 0 };
}
