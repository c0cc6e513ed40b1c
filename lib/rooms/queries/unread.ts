import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { subquery } from "@/db/subquery";
import { settings } from "@/lib/core/settings";

/** How many messages of others stand in a room after the place up to which somebody has read; counted up to one more than is shown. Not edits, joins and whatever else takes versions. In order, so that a long room is not read whole. */
export function unreadAfter(room: { id: SQLWrapper; version: SQLWrapper }, readVersion: SQLWrapper, readerId: number): SQL<number> {
  return subquery<number>(sql`select case when ${room.version} > ${readVersion} then (
    select count(*)::int from (
      select from message m
      where m.room_id = ${room.id} and m.version > ${readVersion} and m.kind = 'text' and m.deleted_at is null and m.user_id is distinct from ${readerId}
      order by m.version limit ${settings.unreadShownMax + 1}
    ) unread) else 0 end`);
}

/** How many messages after that place name the reader. */
export function mentionsAfter(room: { id: SQLWrapper; version: SQLWrapper }, readVersion: SQLWrapper, readerId: number): SQL<number> {
  return subquery<number>(sql`select case when ${room.version} > ${readVersion} then (
    select count(*)::int from message_mention x where x.user_id = ${readerId} and x.room_id = ${room.id} and x.version > ${readVersion}) else 0 end`);
}
