import { sql, type Placeholder, type SQL } from "drizzle-orm";

/** `stateAt` says "open", of meeting `m` and its occurrence `o`, by the database's clock. */
const isOpenNow = sql`m.cancelled_at is null and o.cancelled_at is null and o.closed_at is null and o.ends_at > clock_timestamp() and (o.opened_at is not null or o.starts_at <= clock_timestamp())`;

/** Whether a meeting is open now. */
export function openMeetingSql(meetingId: SQL): SQL<boolean> {
  return sql<boolean>`exists (select from meeting m join meeting_occurrence o on o.meeting_id = m.id where m.id = ${meetingId} and ${isOpenNow})`;
}

/**
 * The people whose meeting is open in a room now: hosts of its call and its lobby for that time, like owners and
 * administrators. In a room that was chosen they are hosts as long as they are members of it.
 */
export function openMeetingHostsSql(roomId: SQL): SQL {
  return sql`(
    select m.host_id from meeting m join meeting_occurrence o on o.meeting_id = m.id
    where m.room_id = ${roomId} and m.host_id is not null and ${isOpenNow}
      and (m.owns_room or exists (select from room_member place where place.room_id = m.room_id and place.user_id = m.host_id)))`;
}

/** Whether somebody is one of them. */
export function isMeetingHostSql(roomId: SQL, userId: number | Placeholder): SQL<boolean> {
  return sql<boolean>`${userId} in ${openMeetingHostsSql(roomId)}`;
}

/** The rooms of a person's meetings that are open now. */
export function openMeetingRoomsSql(userId: number): SQL {
  return sql`(
    select m.room_id from meeting m join meeting_occurrence o on o.meeting_id = m.id
    where m.host_id = ${userId} and ${isOpenNow}
      and (m.owns_room or exists (select from room_member place where place.room_id = m.room_id and place.user_id = m.host_id)))`;
}

/** Whether a person hosts a meeting that is not over: sooner or later somebody may wait for them. */
export function hostsMeetingToComeSql(userId: number): SQL<boolean> {
  return sql<boolean>`exists (
    select from meeting m join meeting_occurrence o on o.meeting_id = m.id
    where m.host_id = ${userId} and m.cancelled_at is null and o.cancelled_at is null and o.closed_at is null and o.ends_at > now())`;
}
