import { sql } from "@/db/client";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { identityOf, userIdentity } from "@/lib/calls/contract";
import { messageAdded, type Attachment, type Mention, type Message, type ReplyTo } from "@/lib/chat/contract";
import { guestChatId } from "@/lib/guests/contract";

/** A message before it has its place. */
export type Draft = { author: UserActor | GuestActor; content: string; clientId: string | null; /** What it answers, a message of the same room. */ replyTo?: ReplyTo | null; /** Members whom it names. */ mentions?: readonly Mention[]; /** Files of its author that wait in the room. */ attachments?: readonly Attachment[] };
export type Inserted = { version: number; body: Message };

/** Whether a message was refused because its author has one of that client id. */
export function isSameClientId(error: unknown): boolean {
  const { code, constraint_name: name } = error as { code?: unknown; constraint_name?: unknown };
  return code === "23505" && (name === "message_client" || name === "message_guest_client");
}

/** A guest of a call is held by their visit to the one that runs: whoever was sent out writes no more. */
function visitorOf(identity: string, roomId: number) {
  return sql()`
    select c.room_id from call c join call_visit v on v.call_id = c.id
    where c.room_id = ${roomId} and c.ended_at is null and v.identity = ${identity} and not v.sent_away
      and not exists (select from call_removal x where x.call_id = c.id and x.identity = v.identity and x.removed_at >= v.joined_at)
      and not exists (select from call_ban b where b.room_id = c.room_id and b.identity = v.identity)
    limit 1`;
}

/** The authors who may write, each with the row held that makes it so: a leave waits for the message or comes first. */
function authorsOf(drafts: readonly Draft[], roomId: number) {
  const [first] = drafts;
  if (first?.author.kind === "guest") return sql()`select visitor.room_id, ${first.author.guestId}::bigint as author, false as is_host from (${visitorOf(identityOf(first.author), roomId)}) visitor`;
  const ids = drafts.map(({ author }) => (author.kind === "user" ? author.userId : 0));
  const members = sql()`select room_id, user_id as author, role <> 'member' as is_host from room_member where room_id = ${roomId} and user_id = any(${ids}::bigint[]) order by user_id for key share`;
  if (ids.length > 1) return members;
  // Who is no member may be a guest of the call; asked only then.
  return sql()`
    (with member as materialized (${members})
    select * from member union all (select visitor.room_id, ${ids[0] ?? 0}::bigint, false from (${visitorOf(userIdentity(ids[0] ?? 0), roomId)}) visitor where not exists (select from member)))`;
}

/**
 * The parts of the statement that take a draft's files: the rows are held and must all be free still, or nothing is
 * written. Most messages have none, and the statement is as short as they need it.
 */
function claimOf([draft]: readonly Draft[], roomId: number) {
  const ids = (draft?.attachments ?? []).map(({ id }) => id);
  if (ids.length === 0 || draft?.author.kind !== "user") return { claimed: sql()``, isWhole: sql()``, kept: sql()`` };
  return {
    claimed: sql()`, claimed as materialized (
      select id from message_file
      where id = any(${ids}::uuid[]) and room_id = ${roomId} and user_id = ${draft.author.userId} and message_id is null and ready_at is not null and removed_at is null
      order by id for update
    )`,
    isWhole: sql()` and (select count(*) from claimed) = ${ids.length}`,
    kept: sql()`, kept as (update message_file f set message_id = drawn.id from drawn where f.id = any(${ids}::uuid[]))`,
  };
}

/**
 * Writes messages into one room: one statement, one commit. The authors' rows are held, then the room's; under its lock
 * versions are counted and ids drawn, so both grow together; each event row has the body that every reader gets. Where
 * nothing was written the answer has null at its place: the author is not in the room, the chat is off, there is no such
 * room, the author's client id is there already, a file is not theirs to send any more, or slow mode lets them write
 * later. Their turn is taken in its own row, whose latest state decides whatever the statement saw when it began: two
 * processes do not let two messages through.
 * @param drafts one of anybody, or several of people (who are members: a guest of the call, and who sends files, is written alone)
 * @throws the database's 23505 when another process writes the same client id at the same time; nothing is written then
 */
export async function insertMessages(roomId: number, drafts: readonly Draft[]): Promise<(Inserted | null)[]> {
  const column = sql()(drafts[0]?.author.kind === "guest" ? "guest_id" : "user_id");
  const input = drafts.map(({ author, content, clientId, replyTo = null, mentions = [], attachments = [] }, n) => {
    const who = author.kind === "guest" ? { author: author.guestId, chat_id: guestChatId(author.guestId) } : { author: author.userId, chat_id: author.userId };
    return { n, ...who, name: author.name, client_id: clientId, content, reply_to: replyTo?.id ?? null, attachments: attachments.length > 0 ? attachments : null, extra: { ...(attachments.length > 0 ? { attachments } : {}), ...(mentions.length > 0 ? { mentions } : {}), ...(replyTo ? { reply_to: replyTo } : {}) } };
  });
  // Most messages name nobody, and the statement is as short as they need it.
  const mentioned = drafts.some(({ mentions = [] }) => mentions.length > 0)
    ? sql()`, mentioned as (
      insert into message_mention (user_id, room_id, version, name)
      select u.id, drawn.room_id, drawn.version, named.text from drawn, jsonb_to_recordset(extra->'mentions') as named(id bigint, text text) join "user" u using (id)
    )`
    : sql()``;
  const files = claimOf(drafts, roomId);
  const rows = await sql()<({ n: number } & Inserted)[]>`
    with author as materialized (${authorsOf(drafts, roomId)}), input as (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(n int, author bigint, chat_id bigint, name text, client_id uuid, content text, reply_to bigint, attachments jsonb, extra jsonb)
    )${files.claimed}, held as materialized (
      select id, version, bumped_at, coalesce((configuration->>'slow_mode_seconds')::int, 0) as slow_seconds from room
      where id = (select max(room_id) from author) and deleted_at is null and configuration->>'chat' is distinct from 'false'
      for no key update
    ), fresh as (
      select i.*, is_host, row_number() over (partition by author, coalesce(client_id::text, n::text) order by n) as copy, row_number() over (partition by author order by n) as nth
      from input i join author using (author) where not exists (select from message m where m.${column} = i.author and m.client_id = i.client_id)${files.isWhole}
    ), turn as (
      insert into message_turn as last (room_id, ${column}, at)
      select held.id, fresh.author, clock_timestamp() from held cross join fresh where slow_seconds > 0 and not is_host and nth = 1
      on conflict (${column}, room_id) where ${column} is not null
      do update set at = excluded.at where last.at <= excluded.at - make_interval(secs => (select slow_seconds from held))
      returning ${column} as author
    ), placed as (
      select held.id as room_id, held.version + row_number() over (order by n) as version, fresh.*,
        greatest(clock_timestamp(), held.bumped_at)::timestamptz(3) as at
      from held cross join fresh where copy = 1 and (slow_seconds = 0 or is_host or (nth = 1 and author in (select author from turn))) order by n offset 0
    ), drawn as materialized (
      select nextval(pg_get_serial_sequence('message', 'id')) as id, placed.*, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as written_at from placed
    ), moved as (
      update room set version = (select max(version) from drawn), last_message_id = (select max(id) from drawn), bumped_at = (select max(at) from drawn)
      where id = (select max(room_id) from drawn)
    ), written as (
      insert into message (id, room_id, version, ${column}, client_id, content, reply_to_id, attachments, created_at) overriding system value
      select id, room_id, version, author, client_id, content, reply_to, attachments, at from drawn
    ), told as (
      insert into room_event (room_id, version, type, body)
      select room_id, version, ${messageAdded}, jsonb_build_object(
        'id', id,
        'content', content,
        'user', jsonb_build_object('id', chat_id, 'username', name),
        'room', jsonb_build_object('id', room_id, 'version', version, 'bumped_at', written_at),
        'created_at', written_at) || extra
      from drawn
      returning version, body
    )${mentioned}${files.kept}
    select drawn.n, told.version, told.body from told join drawn using (version)`;
  const byPlace = new Map(rows.map(({ n, version, body }) => [n, { version, body }]));
  return drafts.map((_, n) => byPlace.get(n) ?? null);
}
