import { and, eq, lt, sql } from "drizzle-orm";
import { afterCommit, transaction } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { userTopic } from "@/lib/events/room-events";
import { publish } from "@/lib/platform/listen";
import { roomRead, type RoomReadBody } from "@/lib/rooms/contract";
import { requireReader } from "@/lib/rooms/queries/readable-room";
import { mentionsAfter, unreadAfter } from "@/lib/rooms/queries/unread";

/** Remembers how far the asker has read; it only moves forward and never past the room. Their other browsers hear it. @throws AppError not_found, unauthenticated */
export async function markRoomRead(actor: Actor, roomId: number, version: number): Promise<void> {
  await transaction(async (tx) => {
    const userId = await requireReader(tx, actor, roomId);
    const reached = sql`least(${version}::bigint, (select ${room.version} from ${room} where ${room.id} = ${roomId}))`;
    const [moved] = await tx
      .update(roomMember)
      .set({ readVersion: reached })
      .where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId), lt(roomMember.readVersion, reached)))
      .returning({ readVersion: roomMember.readVersion });
    if (!moved) return;
    const [left] = await tx.select({ at: room.version, unread: unreadAfter(room, sql`${moved.readVersion}::bigint`, userId), mentions: mentionsAfter(room, sql`${moved.readVersion}::bigint`, userId) }).from(room).where(eq(room.id, roomId));
    const body: RoomReadBody = { room: { id: roomId, version: moved.readVersion }, unread: left?.unread ?? 0, mentions: left?.mentions ?? 0, at: left?.at ?? moved.readVersion };
    afterCommit(tx, `read:${roomId}`, () => publish(userTopic(userId), { type: roomRead, body }));
  });
}
