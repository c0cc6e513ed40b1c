import fs from "node:fs";
import { closeDatabase, sql } from "@/db/client";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";

/*
 * Rows for the benches of the chat, run by chat-world.mjs on the database of an instance: people with a session each,
 * rooms with the same number of members each, and messages. Writes the ids and cookies into the file that it is given.
 */

export type ChatWorldSize = { people: number; rooms: number; /** The first people of the list, shifted by one person a room. */ membersEach: number; /** In each room. */ messagesEach?: number; /** More of them in the first room. */ messagesInFirst?: number };

const [file = "", given = "{}"] = process.argv.slice(2);
const size = JSON.parse(given) as ChatWorldSize;

const people = await sql()<{ id: number; sessionId: string }[]>`
  with person as (
    insert into "user" (email, name, is_active, email_verified_at)
    select 'bench-' || n || '@example.test', 'Person ' || n, true, now() from generate_series(1, ${size.people}::int) n
    returning id
  )
  insert into session (user_id, refresh_hash, expires_at)
  select id, 'bench-' || id, now() + interval '1 day' from person
  returning user_id as id, id as "sessionId"`;
people.sort((a, b) => a.id - b.id);

const rooms = await sql()<{ id: number }[]>`
  insert into room (name, slug, member_count) select 'Room ' || n, 'bench-' || n, ${size.membersEach} from generate_series(1, ${size.rooms}::int) n returning id`;
const roomIds = rooms.map(({ id }) => id).sort((a, b) => a - b);

const membersOf = (index: number) => Array.from({ length: size.membersEach }, (_, step) => people[(index * size.membersEach + step) % people.length]!.id);
for (const [index, roomId] of roomIds.entries()) {
  await sql()`insert into room_member (room_id, user_id, role) select ${roomId}, id, 'member' from unnest(${membersOf(index)}::bigint[]) id`;
}

const words = "we met the team to plan next week and wrote down what each of us will bring before noon please look at the second page again because numbers changed after lunch thanks everyone see you tomorrow".split(" ");
const word = (shift: number) => `list[1 + (hashint8(n::bigint * 31 + ${shift}) & 1073741823) % ${words.length}]`;

/** Sentences out of forty words, each in many messages; some end on a word that few have. */
async function writeMessages(roomId: number, count: number): Promise<void> {
  if (count === 0) return;
  await sql().unsafe(
    `insert into message (room_id, version, user_id, content, created_at)
    select room.id, room.version + n, author.user_id, concat_ws(' ', ${Array.from({ length: 12 }, (_, shift) => word(shift + roomId * 13)).join(", ")}, case when n % 9973 = 0 then 'xylophone' else 'note' || n end), now() - make_interval(secs => $2::int - n)
    from room, (select user_id from room_member where room_id = $1 limit 1) author, (select $3::text[] as list) words, generate_series(1, $2::int) n where room.id = $1`,
    [roomId, count, words],
  );
  await sql()`
    update room set version = version + ${count}, bumped_at = now(), last_message_id = (select max(id) from message where room_id = ${roomId}) where id = ${roomId}`;
}

// Filled row by row the index would take longer than the bench.
const [searched] = await sql()<{ definition: string }[]>`select indexdef as definition from pg_indexes where indexname = 'message_search'`;
await sql()`drop index message_search`;
for (const roomId of roomIds) await writeMessages(roomId, size.messagesEach ?? 0);
if (size.messagesInFirst) await writeMessages(roomIds[0]!, size.messagesInFirst);
await sql().unsafe(`set statement_timeout = 0; ${searched?.definition ?? ""}`);
await sql()`vacuum analyze message`;
await sql()`vacuum analyze room_member`;

const cookies: string[] = [];
for (const { id, sessionId } of people) cookies.push(`${accessCookie}=${await mintSessionToken(id, sessionId)}`);
fs.writeFileSync(file, JSON.stringify({ rooms: roomIds.map((id, index) => ({ id, members: Array.from({ length: size.membersEach }, (_, step) => (index * size.membersEach + step) % people.length) })), cookies }));
await closeDatabase();
