import { and, eq, ne } from "drizzle-orm";
import { afterCommit, transaction } from "@/db/client";
import { roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { userTopic } from "@/lib/events/room-events";
import { publish } from "@/lib/platform/listen";
import { roomMuted, type RoomMutedBody } from "@/lib/rooms/contract";
import { requireReader } from "@/lib/rooms/queries/readable-room";

/** The asker's own wish for one of their rooms; their other browsers hear it, nobody else. @throws AppError not_found, unauthenticated */
export async function muteRoom(actor: Actor, roomId: number, muted: boolean): Promise<void> {
  await transaction(async (tx) => {
    const userId = await requireReader(tx, actor, roomId);
    const [changed] = await tx.update(roomMember).set({ muted }).where(and(eq(roomMember.roomId, roomId), eq(roomMember.userId, userId), ne(roomMember.muted, muted))).returning({ muted: roomMember.muted });
    const body: RoomMutedBody = { room: { id: roomId }, muted };
    if (changed) afterCommit(tx, `muted:${roomId}`, () => publish(userTopic(userId), { type: roomMuted, body }));
  });
}
