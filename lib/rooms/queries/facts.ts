import { eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { prebuilt } from "@/db/prebuilt";
import { room } from "@/db/schema/rooms";
import { subquery } from "@/db/subquery";
import { personOf, type Actor } from "@/lib/authz/actor";
import { identityOf, userIdentity } from "@/lib/calls/contract";
import { roomSettings } from "@/lib/rooms/contract";
import type { RoomFacts } from "@/lib/rooms/policy";

/** Of which room: by number or by address. */
export type RoomKey = { id: number } | { slug: string };

/** What is asked of a room and one person in one statement. `visitor` is who they would be in its call; only those who are no member are looked for there. */
export const factColumns = {
  room,
  role: subquery<RoomFacts["role"]>(sql`select m.role from room_member m where m.room_id = ${room.id} and m.user_id = ${sql.placeholder("userId")}`),
  otherOwners: subquery<number>(sql`select count(*)::int from room_member m where m.room_id = ${room.id} and m.role = 'owner' and m.user_id <> ${sql.placeholder("userId")}`),
  muted: subquery<boolean | null>(sql`select m.muted from room_member m where m.room_id = ${room.id} and m.user_id = ${sql.placeholder("userId")}`),
  isBanned: subquery<boolean>(sql`select exists (select from call_ban b where b.room_id = ${room.id} and b.identity = ${sql.placeholder("account")})`),
  hasCall: subquery<boolean>(sql`select exists (select from call c where c.room_id = ${room.id} and c.ended_at is null)`),
  isInCall: subquery<boolean>(sql`select not exists (select from room_member m where m.room_id = ${room.id} and m.user_id = ${sql.placeholder("userId")}) and exists (
    select from call c join call_visit v on v.call_id = c.id
    where c.room_id = ${room.id} and c.ended_at is null and v.identity = ${sql.placeholder("visitor")} and not v.sent_away
      and not exists (select from call_removal x where x.call_id = c.id and x.identity = v.identity and x.removed_at >= v.joined_at)
      and not exists (select from call_ban b where b.room_id = c.room_id and b.identity = v.identity))`),
};

const byId = prebuilt((on) => on.select(factColumns).from(room).where(eq(room.id, sql.placeholder("id"))).prepare("room_facts_by_id"));
const bySlug = prebuilt((on) => on.select(factColumns).from(room).where(eq(room.slug, sql.placeholder("slug"))).prepare("room_facts_by_slug"));

export type FoundRoom = { room: typeof room.$inferSelect; facts: RoomFacts; /** Whether a call runs in it. */ hasCall: boolean; /** Whether the asker has muted it. */ muted: boolean };

/** A room as policies see it. `lock` takes its row (but not its key, which foreign keys hold) before anything is read, so that the facts hold until the transaction ends. Null where there is none. */
export async function findRoomFacts(on: Executor, actor: Actor, key: RoomKey, lock = false): Promise<FoundRoom | null> {
  if (lock) await on.select({ id: room.id }).from(room).where("id" in key ? eq(room.id, key.id) : eq(room.slug, key.slug)).for("no key update");
  const asked = askedFor(actor);
  const [found] = await ("id" in key ? byId(on).execute({ ...asked, id: key.id }) : bySlug(on).execute({ ...asked, slug: key.slug }));
  return found ? toFoundRoom(found) : null;
}

/** What `factColumns` have placeholders for. */
export function askedFor(actor: Actor): { userId: number; account: string; visitor: string } {
  const userId = personOf(actor) ?? 0;
  return { userId, account: userIdentity(userId), visitor: identityOf(actor) ?? "" };
}

type FactRow = { room: FoundRoom["room"]; hasCall: boolean; muted: boolean | null } & Pick<RoomFacts, "role" | "otherOwners" | "isBanned" | "isInCall">;

/** A row of `factColumns` as policies take it. */
export function toFoundRoom({ room: row, hasCall, muted, role, otherOwners, isBanned, isInCall }: FactRow): FoundRoom {
  const { chat: isChatOn, slow_mode_seconds: slowModeSeconds } = roomSettings(row.configuration);
  const facts: RoomFacts = { accessLevel: row.accessLevel, isDeleted: row.deletedAt !== null, isChatOn, slowModeSeconds, isDirect: row.kind === "direct", role, otherOwners, isBanned, isInCall };
  return { room: row, facts, hasCall, muted: muted ?? false };
}
