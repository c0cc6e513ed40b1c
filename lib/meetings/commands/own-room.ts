import { room, roomMember } from "@/db/schema/rooms";
import type { Tx } from "@/db/client";
import { findRoomDefaults } from "@/lib/accounts/queries";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { randomRoomSlug } from "@/lib/core/ids";
import { wakeMember } from "@/lib/events/membership";

/** Makes the room that a meeting has for itself: named like it, at a random address, its host the owner, open to whom the host's rooms are open. Never listed. */
export async function insertOwnRoom(tx: Tx, actor: Actor, hostId: number, title: string): Promise<{ id: number; slug: string }> {
  const { access_level: accessLevel = "public" } = await findRoomDefaults(tx, hostId);
  const [row] = await tx.insert(room).values({ name: title, slug: randomRoomSlug(), accessLevel, createdBy: hostId, memberCount: 1 }).returning();
  if (!row) throw new Error("the room was not returned");
  await tx.insert(roomMember).values({ roomId: row.id, userId: hostId, role: "owner" });
  await recordAudit(tx, actor, { action: "room.created", target: { type: "room", id: row.id }, details: { access_level: row.accessLevel, listed: row.listed, forMeeting: true } });
  wakeMember(tx, hostId, row.id, row.version);
  return { id: row.id, slug: row.slug };
}
