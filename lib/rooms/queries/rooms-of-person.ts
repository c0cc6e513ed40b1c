import { and, asc, count, eq, isNotNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import type { RoomOfPerson } from "@/lib/rooms/contract";
import { canSeeAllRooms } from "@/lib/rooms/policy";

const total = sql<number>`${count()} over ()`.mapWith(Number);

/** The rooms that somebody is in, those they own first, and how many there are. For those who find every room. @throws AppError unauthenticated, forbidden */
export async function listRoomsOfPerson(actor: Actor, personId: number, limit: number): Promise<{ items: RoomOfPerson[]; total: number }> {
  authorize(canSeeAllRooms(actor));
  const rows = await db()
    .select({ id: room.id, name: room.name, role: roomMember.role, memberCount: room.memberCount, isDeleted: sql<boolean>`${isNotNull(room.deletedAt)}`, total })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(and(eq(roomMember.userId, personId), eq(room.kind, "room")))
    .orderBy(sql`array_position(array['owner', 'administrator', 'member'], ${roomMember.role})`, asc(sql`lower(${room.name})`), asc(room.id))
    .limit(limit);
  return { items: rows.map(({ total: _total, ...each }) => each), total: rows[0]?.total ?? 0 };
}
