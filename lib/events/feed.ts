import { sql } from "@/db/client";

/**
 * What the event gateway reads: who hears which room, and what comes after a version. One statement each, for many rooms
 * at once. No authorization in here: who may listen was decided by membership itself.
 */

export type StoredEvent = { roomId: number; version: number; type: string; body: Record<string, unknown> };

/**
 * The rooms of the running calls in which readers are without being members of the room, for as long as those run. Guests
 * read under their number below zero.
 */
export async function readCallRooms(readerIds: readonly number[]): Promise<{ readerId: number; roomId: number; version: number }[]> {
  if (readerIds.length === 0) return [];
  return sql()<{ readerId: number; roomId: number; version: number }[]>`
    select distinct reader.id as "readerId", r.id as "roomId", r.version
    from unnest(${[...readerIds]}::bigint[]) as reader(id)
    join call_visit v on v.identity = case when reader.id < 0 then 'g' || (-reader.id)::text else 'u' || reader.id::text end and not v.sent_away
    join call c on c.id = v.call_id and c.ended_at is null
    join room r on r.id = c.room_id and r.deleted_at is null
    where not exists (select from call_removal x where x.call_id = c.id and x.identity = v.identity and x.removed_at >= v.joined_at)
      and not exists (select from call_ban b where b.room_id = r.id and b.identity = v.identity)
      and not exists (select from room_member m where m.room_id = r.id and m.user_id = reader.id)`;
}

/** A reader's rooms and where each stands now: those of which they are a member. Guests are members of none. */
export async function readMemberships(userId: number): Promise<{ roomId: number; version: number }[]> {
  return sql()<{ roomId: number; version: number }[]>`
    select r.id as "roomId", r.version
    from room_member m join room r on r.id = m.room_id
    where m.user_id = ${userId} and r.deleted_at is null`;
}

/** Events after the given versions, by room and in order; at most `limit` of each room. */
export async function readRoomEvents(places: readonly { roomId: number; afterVersion: number }[], limit: number): Promise<StoredEvent[]> {
  if (places.length === 0) return [];
  return sql()<StoredEvent[]>`
    select e.room_id as "roomId", e.version, e.type, e.body
    from unnest(${places.map((each) => each.roomId)}::bigint[], ${places.map((each) => each.afterVersion)}::bigint[]) as place(room_id, after)
    cross join lateral (
      select * from room_event where room_id = place.room_id and version > place.after order by version limit ${limit}
    ) e
    order by e.room_id, e.version`;
}

/** Where rooms stand now. */
export async function readVersions(roomIds: readonly number[]): Promise<{ roomId: number; version: number }[]> {
  if (roomIds.length === 0) return [];
  return sql()<{ roomId: number; version: number }[]>`select id as "roomId", version from room where id = any(${[...roomIds]}::bigint[])`;
}

/** Memberships that began within the last `seconds`, whoever's. */
export async function readRecentMemberships(seconds: number): Promise<{ userId: number; roomId: number; version: number }[]> {
  return sql()<{ userId: number; roomId: number; version: number }[]>`
    select m.user_id as "userId", m.room_id as "roomId", r.version
    from room_member m join room r on r.id = m.room_id
    where m.joined_at > now() - make_interval(secs => ${seconds}) and r.deleted_at is null`;
}

/** Those of the given sessions that no longer count: ended, expired, or their person switched off. */
export async function readDeadSessions(sessionIds: readonly string[]): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const live = await sql()<{ id: string }[]>`
    select s.id from session s join "user" u on u.id = s.user_id
    where s.id = any(${[...sessionIds]}::uuid[]) and s.revoked_at is null and s.expires_at > now() and u.is_active`;
  const alive = new Set(live.map((each) => each.id));
  return sessionIds.filter((id) => !alive.has(id));
}
