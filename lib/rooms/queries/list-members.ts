import { and, asc, count, eq, ilike, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { user } from "@/db/schema/accounts";
import { roomMember } from "@/db/schema/rooms";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { roomRoles } from "@/lib/rooms/constants";
import type { RoomMember } from "@/lib/rooms/contract";
import { canChangeRole, canListMembers, canRemoveMember } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

/** Hosts first, then by name. */
export const memberOrder = [asc(sql`array_position(array['owner', 'administrator', 'member'], ${roomMember.role})`), asc(sql`lower(${user.name})`), asc(user.id)];

/** The members of a room, each with what the asker may do about them. @throws AppError not_found, unauthenticated */
export async function listRoomMembers(actor: Actor, roomId: number, { text = "", limit, offset }: { text?: string; limit: number; offset: number }): Promise<{ count: number; members: RoomMember[] }> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  const { facts } = found;
  authorize(canListMembers(actor, facts));
  const wanted = and(eq(roomMember.roomId, roomId), text === "" ? undefined : ilike(user.name, `%${escapeLike(text)}%`));
  const [rows, totals] = await Promise.all([
    db()
      .select({ id: roomMember.userId, username: user.name, role: roomMember.role, joinedAt: roomMember.joinedAt })
      .from(roomMember)
      .innerJoin(user, eq(user.id, roomMember.userId))
      .where(wanted)
      .orderBy(...memberOrder)
      .limit(limit)
      .offset(offset),
    db().select({ count: count() }).from(roomMember).innerJoin(user, eq(user.id, roomMember.userId)).where(wanted),
  ]);
  const members = rows.map(({ joinedAt, ...row }) => {
    const member = { role: row.role, isSelf: row.id === personOf(actor) };
    return {
      ...row,
      joined_at: toTimestamp(joinedAt),
      can: {
        change_role: roomRoles.filter((role) => role !== row.role && canChangeRole(actor, facts, member, role).allowed),
        remove: canRemoveMember(actor, facts, member).allowed,
      },
    };
  });
  return { count: totals[0]?.count ?? 0, members };
}
