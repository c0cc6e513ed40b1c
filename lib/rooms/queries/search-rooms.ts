import { and, asc, count, eq, ilike, isNotNull, isNull, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { toTimestamp } from "@/lib/core/format";
import type { FoundRoom } from "@/lib/rooms/contract";

/** Rooms whose name holds `text` and that the asker may find: listed ones and their own, by name. @throws AppError unauthenticated */
export async function searchRooms(actor: Actor, { text, limit, offset }: { text: string; limit: number; offset: number }): Promise<{ count: number; rooms: FoundRoom[] }> {
  const { userId } = requireUser(actor);
  const mine = and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId));
  const findable = and(
    isNull(room.deletedAt),
    eq(room.kind, "room"),
    or(eq(room.listed, true), isNotNull(roomMember.userId)),
    text === "" ? undefined : ilike(room.name, `%${escapeLike(text)}%`),
  );
  const [rows, totals] = await Promise.all([
    db()
      .select({ id: room.id, name: room.name, slug: room.slug, createdAt: room.createdAt, updatedAt: room.updatedAt, memberId: roomMember.userId })
      .from(room)
      .leftJoin(roomMember, mine)
      .where(findable)
      .orderBy(asc(sql`lower(${room.name})`), asc(room.id))
      .limit(limit)
      .offset(offset),
    db().select({ count: count() }).from(room).leftJoin(roomMember, mine).where(findable),
  ]);
  return {
    count: totals[0]?.count ?? 0,
    rooms: rows.map((row) => ({
      id: row.id,
      name: row.name,
      slug: row.slug,
      created_at: toTimestamp(row.createdAt),
      updated_at: toTimestamp(row.updatedAt),
      is_member: row.memberId !== null,
    })),
  };
}
