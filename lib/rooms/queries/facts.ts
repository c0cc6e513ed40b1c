import { and, eq, ne, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { personOf, type Actor } from "@/lib/authz/actor";
import { userIdentity } from "@/lib/calls/contract";
import { roomSettings } from "@/lib/rooms/contract";
import type { RoomFacts } from "@/lib/rooms/policy";

/** Of which room: by number or by address. */
export type RoomKey = { id: number } | { slug: string };

/** Whether somebody who is no member is in the room's running call; of everyone else it is not asked. In the query of the caller, who may hold locks. */
function isVisitorSql(actor: Actor, roomId: number, userId: number): SQL<boolean> {
  if (actor.kind !== "guest" && actor.kind !== "user") return sql<boolean>`false`;
  const identity = actor.kind === "guest" ? `g${actor.guestId}` : `u${actor.userId}`;
  return sql<boolean>`count(*) filter (where ${roomMember.userId} = ${userId}) = 0 and exists (
    select from call c join call_visit v on v.call_id = c.id
    where c.room_id = ${roomId} and c.ended_at is null and v.identity = ${identity} and not v.sent_away
      and not exists (select from call_removal x where x.call_id = c.id and x.identity = v.identity and x.removed_at >= v.joined_at)
      and not exists (select from call_ban b where b.room_id = c.room_id and b.identity = v.identity))`;
}

/** A room as policies see it. `lock` takes its row (but not its key, which foreign keys hold), so that the facts hold until the transaction ends. Null where there is none. */
export async function findRoomFacts(on: Executor, actor: Actor, key: RoomKey, lock = false): Promise<{ room: typeof room.$inferSelect; facts: RoomFacts } | null> {
  const userId = personOf(actor) ?? 0;
  const rooms = on.select().from(room).where("id" in key ? eq(room.id, key.id) : eq(room.slug, key.slug));
  const [found] = await (lock ? rooms.for("no key update") : rooms);
  if (!found) return null;
  const [mine] = await on
    .select({
      role: sql<RoomFacts["role"]>`max(${roomMember.role}) filter (where ${roomMember.userId} = ${userId})`,
      isInCall: isVisitorSql(actor, found.id, userId),
      isBanned: sql<boolean>`exists (select from call_ban where room_id = ${found.id} and identity = ${userIdentity(userId)})`,
      otherOwners: sql<number>`count(*) filter (where ${and(eq(roomMember.role, "owner"), ne(roomMember.userId, userId))})::int`,
    })
    .from(roomMember)
    .where(and(eq(roomMember.roomId, found.id), sql`(${roomMember.userId} = ${userId} or ${roomMember.role} = 'owner')`));
  const facts: RoomFacts = {
    accessLevel: found.accessLevel,
    isDeleted: found.deletedAt !== null,
    role: mine?.role ?? null,
    otherOwners: mine?.otherOwners ?? 0,
    isChatOn: roomSettings(found.configuration).chat,
    isInCall: mine?.isInCall ?? false,
    isBanned: mine?.isBanned ?? false,
  };
  return { room: found, facts };
}
