import { db, sql } from "@/db/client";
import type { Actor, GuestActor, UserActor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { messageAdded, type Message, type SendMessageInput } from "@/lib/chat/contract";
import { findOwnMessage } from "@/lib/chat/queries/list-messages";
import { canSendMessage } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";
import { AppError, invalidFields } from "@/lib/core/errors";
import { roomsTopic } from "@/lib/events/room-events";
import { guestChatId } from "@/lib/guests/contract";
import { publish } from "@/lib/platform/listen";

/** Who writes: the column that names them in a message, and the row that is held so that a leave waits for the message or comes first. */
function authorOf(actor: UserActor | GuestActor, roomId: number) {
  if (actor.kind === "guest") return { column: "guest_id", id: actor.guestId, chatId: guestChatId(actor.guestId), held: visitorOf(`g${actor.guestId}`, roomId) };
  // Who is no member may be a guest of the call; asked only then.
  const held = sql()`
    with member as materialized (select room_id from room_member where room_id = ${roomId} and user_id = ${actor.userId} for key share)
    select room_id from member union all (select room_id from (${visitorOf(`u${actor.userId}`, roomId)}) visitor where not exists (select from member))`;
  return { column: "user_id", id: actor.userId, chatId: actor.userId, held };
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

/**
 * One statement, one commit. The author's row is held; the room's row gives the version, and under its lock the message
 * id is drawn, so both grow together; the event row is written with the body that every reader gets. No row back: the
 * author is not in the room, chat off, or no such room.
 */
async function insertMessage(actor: UserActor | GuestActor, roomId: number, content: string, clientId: string | null): Promise<{ version: number; body: Message } | null> {
  const author = authorOf(actor, roomId);
  const [row] = await sql()<{ version: number; body: Message }[]>`
    with author as materialized (${author.held}), place as (
      update room set
        version = version + 1,
        last_message_id = nextval(pg_get_serial_sequence('message', 'id')),
        bumped_at = greatest(clock_timestamp(), bumped_at)
      where id = (select room_id from author) and deleted_at is null and configuration->>'chat' is distinct from 'false'
        and not exists (select 1 from message where ${sql()(author.column)} = ${author.id} and client_id = ${clientId}::uuid)
      returning id, version, last_message_id, bumped_at, to_char(bumped_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as written_at
    ), written as (
      insert into message (id, room_id, version, ${sql()(author.column)}, client_id, content, created_at) overriding system value
      select last_message_id, id, version, ${author.id}, ${clientId}::uuid, ${content}, bumped_at from place
    ), told as (
      insert into room_event (room_id, version, type, body)
      select id, version, ${messageAdded}, jsonb_build_object(
        'id', last_message_id,
        'content', ${content}::text,
        'user', jsonb_build_object('id', ${author.chatId}::bigint, 'username', ${actor.name}::text),
        'room', jsonb_build_object('id', id, 'version', version, 'bumped_at', written_at),
        'created_at', written_at)
      from place
      returning version, body
    )
    select version, body from told`;
  return row ?? null;
}

function isSameClientId(error: unknown): boolean {
  const { code, constraint_name: name } = error as { code?: unknown; constraint_name?: unknown };
  return code === "23505" && (name === "message_client" || name === "message_guest_client");
}

/**
 * Writes a message. The same `client_id` again answers the first message and writes nothing (`isNew` false).
 * @throws AppError unauthenticated; not_found for non-members; conflict where the chat is off; invalid_input for a
 * `client_id` that was used in another room
 */
export async function sendMessage(actor: Actor, roomId: number, input: SendMessageInput): Promise<{ message: Message; isNew: boolean }> {
  const clientId = input.client_id ?? null;
  let row: Awaited<ReturnType<typeof insertMessage>> = null;
  try {
    row = await insertMessage(actor.kind === "guest" ? actor : requireUser(actor), roomId, input.content, clientId);
  } catch (error) {
    // Two of the same at once: the other one was first.
    if (!isSameClientId(error)) throw error;
  }
  if (row) {
    // Not awaited: the row is the truth, and the sender need not wait for the readers.
    void publish(roomsTopic, [roomId, row.version]);
    return { message: row.body, isNew: true };
  }
  return { message: await findFirst(actor, roomId, clientId), isNew: false };
}

/** Why nothing was written: a refusal, or the message that is there already. */
async function findFirst(actor: Actor, roomId: number, clientId: string | null): Promise<Message> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canSendMessage(actor, found.facts));
  const first = clientId === null ? null : await findOwnMessage(actor, clientId);
  if (!first) throw new AppError("not_found");
  if (first.room.id !== roomId) throw invalidFields({ client_id: ["This id was used in another room."] });
  return first;
}
