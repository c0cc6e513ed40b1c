import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import type { ExportPart } from "@/lib/core/export-part";

async function* roomsOf(personId: number) {
  const { id, name, slug, createdAt, deletedAt } = room;
  yield* await db()
    .select({ id, name, slug, createdAt, deletedAt, role: roomMember.role, joinedAt: roomMember.joinedAt })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(eq(roomMember.userId, personId))
    .orderBy(room.id);
}

export const roomParts: ExportPart[] = [{ name: "rooms", rows: roomsOf }];
