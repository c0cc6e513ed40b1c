import { and, desc, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { call } from "@/db/schema/calls";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";

/** More at once would be no list to choose from. */
const limit = 10;

/** One's own rooms in which a call runs, the latest first. @throws AppError unauthenticated */
export async function listRunningCalls(actor: Actor): Promise<{ id: number; slug: string; name: string }[]> {
  return db()
    .select({ id: room.id, slug: room.slug, name: room.name })
    .from(call)
    .innerJoin(room, eq(room.id, call.roomId))
    .innerJoin(roomMember, and(eq(roomMember.roomId, room.id), eq(roomMember.userId, requireUser(actor).userId)))
    .where(and(isNull(call.endedAt), isNull(room.deletedAt)))
    .orderBy(desc(call.startedAt))
    .limit(limit);
}
