import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import type { MessageReactions } from "@/lib/chat/contract";
import { toChatUser } from "@/lib/chat/queries/message-row";
import { settings } from "@/lib/core/settings";
import { guestChatId } from "@/lib/guests/contract";

type Row = { messageId: number; emoji: string; count: number; mine: boolean; people: { user: number | null; guest: number | null; name: string }[] };

/**
 * The signs on messages, by message, in the order in which each kind came first. With an asker they say which are theirs;
 * null is for what everybody is told.
 */
export async function readReactions(on: Executor, actor: Actor | null, messages: readonly { id: number; version: number }[]): Promise<Map<number, MessageReactions>> {
  if (messages.length === 0) return new Map();
  const userId = actor?.kind === "user" ? actor.userId : 0;
  const guestId = actor?.kind === "guest" ? actor.guestId : 0;
  const ids = sql.join(messages.map(({ id }) => sql`${id}::bigint`), sql`, `);
  const rows = await on.execute<Row>(sql`
    select r.message_id as "messageId", r.emoji, count(*)::int as count, bool_or(coalesce(r.user_id = ${userId}, r.guest_id = ${guestId})) as mine,
      jsonb_agg(jsonb_build_object('user', r.user_id, 'guest', r.guest_id, 'name', coalesce(u.name, g.name)) order by r.id) filter (where r.place <= ${settings.reactionNamesMax}) as people
    from (select *, row_number() over (partition by message_id, emoji order by id) as place from message_reaction where message_id in (${ids})) r
    left join "user" u on u.id = r.user_id
    left join guest g on g.id = r.guest_id
    group by r.message_id, r.emoji
    order by r.message_id, min(r.id)`);
  const found = new Map<number, MessageReactions>(messages.map(({ id, version }) => [id, { version, list: [] }]));
  for (const { messageId, emoji, count, mine, people } of rows) {
    const users = people.map(({ user, guest, name }) => (guest === null ? toChatUser(user, name) : { id: guestChatId(guest), username: name }));
    found.get(Number(messageId))?.list.push({ emoji, count, users, ...(actor ? { mine } : {}) });
  }
  return found;
}
