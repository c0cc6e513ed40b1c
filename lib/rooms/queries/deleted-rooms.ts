import { and, desc, eq, isNotNull } from "drizzle-orm";
import { db } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import type { DeletedRoom } from "@/lib/rooms/contract";

/** The deleted rooms that the asker owns, the last one first. @throws AppError unauthenticated */
export async function listDeletedRooms(actor: Actor): Promise<DeletedRoom[]> {
  const { userId } = requireUser(actor);
  const rows = await db()
    .select({ id: room.id, name: room.name, slug: room.slug, member_count: room.memberCount, deletedAt: room.deletedAt })
    .from(room)
    .innerJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, userId), eq(roomMember.role, "owner")))
    .where(isNotNull(room.deletedAt))
    .orderBy(desc(room.deletedAt))
    .limit(settings.pageLimitMax);
  return rows.flatMap(({ deletedAt, ...row }) =>
    deletedAt ? [{ ...row, deleted_at: toTimestamp(deletedAt), kept_until: toTimestamp(new Date(deletedAt.getTime() + settings.deletedRoomSeconds * 1000)) }] : [],
  );
}
