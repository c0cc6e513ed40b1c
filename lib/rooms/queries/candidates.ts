import { and, asc, eq, ilike, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { escapeLike } from "@/db/like";
import { user } from "@/db/schema/accounts";
import { roomMember } from "@/db/schema/rooms";
import { isModerator, type Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { userIdentity } from "@/lib/calls/contract";
import { AppError } from "@/lib/core/errors";
import { canAddMember } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

/** A list to choose from; who is not in it is found by more letters. */
const limit = 8;

/** People whom the asker may name: those of their own rooms; for moderators everyone. Only accounts that are switched on. */
function isKnownTo(actor: Actor): SQL | undefined {
  if (isModerator(actor)) return eq(user.isActive, true);
  const { userId } = requireUser(actor);
  return and(
    eq(user.isActive, true),
    sql`exists (
      select from room_member mine
      join room_member theirs on theirs.room_id = mine.room_id and theirs.user_id = ${user.id}
      join room shared on shared.id = mine.room_id and shared.deleted_at is null
      where mine.user_id = ${userId})`,
  );
}

/** Whether the asker may add this person without an invitation. */
export async function knowsPerson(on: Executor, actor: Actor, userId: number): Promise<boolean> {
  const [known] = await on.select({ id: user.id }).from(user).where(and(eq(user.id, userId), isKnownTo(actor)));
  return known !== undefined;
}

/** Whether a person is in the call that runs in the room: everyone in it sees their name and number. */
export async function isInCallOf(on: Executor, roomId: number, userId: number): Promise<boolean> {
  const [found] = await on.execute<{ inside: boolean }>(sql`
    select exists (
      select from call c join call_visit v on v.call_id = c.id
      where c.room_id = ${roomId} and c.ended_at is null and v.identity = ${userIdentity(userId)} and v.left_at is null and not v.sent_away) as inside`);
  return found?.inside ?? false;
}

/** People whose name holds `text` and who could be added to the room. @throws AppError unauthenticated, not_found, forbidden */
export async function listCandidates(actor: Actor, roomId: number, text: string): Promise<{ id: number; username: string }[]> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canAddMember(actor, found.facts, "member"));
  if (text === "") return [];
  return db()
    .select({ id: user.id, username: user.name })
    .from(user)
    .where(and(isKnownTo(actor), ilike(user.name, `%${escapeLike(text)}%`), sql`not exists (select from ${roomMember} where ${roomMember.roomId} = ${roomId} and ${roomMember.userId} = ${user.id})`))
    .orderBy(asc(sql`lower(${user.name})`), asc(user.id))
    .limit(limit);
}
