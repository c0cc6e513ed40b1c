import { eq, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomInvitation, roomMember } from "@/db/schema/rooms";
import type { ExportPart } from "@/lib/core/export-part";

async function* roomsOf(personId: number) {
  const { id, name, slug, createdAt, deletedAt } = room;
  yield* await db()
    .select({ id, name, slug, createdAt, deletedAt, role: roomMember.role, joinedAt: roomMember.joinedAt, muted: roomMember.muted })
    .from(roomMember)
    .innerJoin(room, eq(room.id, roomMember.roomId))
    .where(eq(roomMember.userId, personId))
    .orderBy(room.id);
}

/** Those that one sent, and those to one's own address; the address of whoever else was invited is theirs. */
async function* invitationsOf(personId: number) {
  const { id, role, createdAt, mailedAt, expiresAt, revokedAt, acceptedAt } = roomInvitation;
  const isMine = or(sql`${roomInvitation.email} = (select ${user.email} from ${user} where ${user.id} = ${personId})`, eq(roomInvitation.acceptedBy, personId));
  yield* await db()
    .select({ id, room: room.name, slug: room.slug, role, createdAt, mailedAt, expiresAt, revokedAt, acceptedAt, wasSent: sql<boolean>`${roomInvitation.invitedBy} is not distinct from ${personId}`, wasReceived: sql<boolean>`coalesce(${isMine}, false)` })
    .from(roomInvitation)
    .innerJoin(room, eq(room.id, roomInvitation.roomId))
    .where(or(eq(roomInvitation.invitedBy, personId), isMine))
    .orderBy(id);
}

export const roomParts: ExportPart[] = [{ name: "rooms", rows: roomsOf }, { name: "invitations", rows: invitationsOf }];
