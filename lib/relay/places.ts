import { sql } from "@/db/client";
import type { StoredEvent } from "@/lib/events/feed";
import { userJoined, userLeft } from "@/lib/rooms/contract";

const name = "centrifugo";

/**
 * Takes or keeps the right to hand events on. The database's clock counts. The first who ever takes it begins with what
 * is new from now on: what happened before is nobody's news. False while another process has it.
 */
export async function holdLease(owner: string, seconds: number): Promise<boolean> {
  const rows = await sql()`
    with held as (
      insert into relay_lease as l (name, owner, until) values (${name}, ${owner}, now() + make_interval(secs => ${seconds}))
      on conflict on constraint relay_lease_pkey do update set owner = excluded.owner, until = excluded.until where l.until < now() or l.owner = excluded.owner
      returning xmax = 0 as is_first
    ), begun as (
      insert into relay_place (room_id, version) select id, version from room where exists (select from held where is_first) on conflict do nothing
    )
    select is_first from held`;
  return rows.length > 0;
}

/** Gives it back, so that the next process need not wait for its end. */
export async function dropLease(owner: string): Promise<void> {
  await sql()`update relay_lease set until = now() - interval '1 second' where name = ${name} and owner = ${owner}`;
}

/** Where rooms stand of which something was not handed on yet. @param ids null for all rooms */
export async function readBehind(ids: readonly number[] | null): Promise<{ roomId: number; after: number; version: number }[]> {
  const among = ids ? sql()`and r.id = any(${[...ids]}::bigint[])` : sql()``;
  return sql()<{ roomId: number; after: number; version: number }[]>`
    select r.id as "roomId", coalesce(p.version, 0) as after, r.version
    from room r left join relay_place p on p.room_id = r.id
    where r.version > coalesce(p.version, 0) ${among}`;
}

/** Notes that a room's events were handed on up to a version. False when the lease is another's by now. */
export async function movePlace(owner: string, roomId: number, version: number): Promise<boolean> {
  const rows = await sql()`
    insert into relay_place as p (room_id, version)
    select ${roomId}, ${version} from relay_lease where name = ${name} and owner = ${owner} and until > now()
    on conflict (room_id) do update set version = greatest(p.version, excluded.version)
    returning p.room_id`;
  return rows.length > 0;
}

/** The members of a room, deleted or not, by the names that others see. */
export async function readMembers(roomId: number): Promise<{ id: number; name: string }[]> {
  return sql()<{ id: number; name: string }[]>`select u.id, u.name from room_member m join "user" u on u.id = m.user_id where m.room_id = ${roomId}`;
}

/** Who came and left after a version. */
export async function readTurns(roomId: number, after: number): Promise<StoredEvent[]> {
  return sql()<StoredEvent[]>`
    select room_id as "roomId", version, type, body from room_event
    where room_id = ${roomId} and version > ${after} and type in (${userJoined}, ${userLeft})`;
}
