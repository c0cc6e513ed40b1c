import { and, asc, eq, ilike, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { sortedPage } from "@/db/sorted";
import { user } from "@/db/schema/accounts";
import { call } from "@/db/schema/calls";
import { room, roomMember } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { readSort } from "@/lib/core/sort";
import { settings } from "@/lib/core/settings";
import { roomSettings, type AccessLevel, type AnyRoom, type AnyRoomDetail, type AnyRoomSort, type RoomState } from "@/lib/rooms/contract";
import { canSeeAllRooms } from "@/lib/rooms/policy";

export type AnyRoomFilter = {
  /** A part of the name or of the address, letter case ignored. */
  text?: string;
  state?: RoomState;
  access?: AccessLevel;
  sort?: AnyRoomSort;
  /** The id of the last room of the page before. */
  before?: number;
  limit?: number;
};

const isLive = sql<boolean>`exists (select from ${call} where ${call.roomId} = ${room.id} and ${call.endedAt} is null)`;

const columns = {
  id: room.id, name: room.name, slug: room.slug, accessLevel: room.accessLevel, listed: room.listed, memberCount: room.memberCount, createdAt: room.createdAt, deletedAt: room.deletedAt, isLive,
};

function hasState(state: RoomState): SQL | undefined {
  if (state === "deleted") return isNotNull(room.deletedAt);
  return state === "live" ? and(isNull(room.deletedAt), isLive) : isNull(room.deletedAt);
}

const sortKeys = { name: sql`lower(${room.name})`, people: room.memberCount, since: room.id } as const;

/** Every room, the newest first unless sorted; `next` is what `before` must be for the page after, null at the end. @throws AppError unauthenticated, forbidden */
export async function listAllRooms(actor: Actor, filter: AnyRoomFilter = {}): Promise<{ items: AnyRoom[]; next: number | null }> {
  authorize(canSeeAllRooms(actor));
  const limit = Math.min(filter.limit ?? settings.pageLimitDefault, settings.pageLimitMax);
  const text = (filter.text ?? "").trim().replaceAll("\0", "");
  const like = `%${escapeLike(text)}%`;
  const { key, isDescending } = readSort(filter.sort ?? "-since");
  const page = sortedPage(room, room.id, sortKeys[key], isDescending, filter.before);
  const rows = await db()
    .select(columns)
    .from(room)
    .where(
      and(
        eq(room.kind, "room"),
        text === "" ? undefined : or(ilike(room.name, like), ilike(room.slug, like)),
        filter.state === undefined ? undefined : hasState(filter.state),
        filter.access === undefined ? undefined : eq(room.accessLevel, filter.access),
        page.after,
      ),
    )
    .orderBy(...page.orderBy)
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

/** One room as those handle it who are not in it, deleted or not. @throws AppError unauthenticated, forbidden, not_found */
export async function getAnyRoom(actor: Actor, roomId: number): Promise<AnyRoomDetail> {
  authorize(canSeeAllRooms(actor));
  const [found] = await db().select({ ...columns, configuration: room.configuration }).from(room).where(and(eq(room.id, roomId), eq(room.kind, "room")));
  if (!found) throw new AppError("not_found");
  const owners = await db()
    .select({ id: user.id, username: user.name })
    .from(roomMember)
    .innerJoin(user, eq(user.id, roomMember.userId))
    .where(and(eq(roomMember.roomId, roomId), eq(roomMember.role, "owner")))
    .orderBy(asc(user.id));
  const keptUntil = found.deletedAt && new Date(found.deletedAt.getTime() + settings.deletedRoomSeconds * 1000);
  return { ...found, configuration: roomSettings(found.configuration), owners, keptUntil };
}
