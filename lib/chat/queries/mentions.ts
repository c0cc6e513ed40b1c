import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { messageMention } from "@/db/schema/chat";
import { roomMember } from "@/db/schema/rooms";
import { personOf, type Actor } from "@/lib/authz/actor";
import type { Mention } from "@/lib/chat/contract";
import { mentionedIn } from "@/lib/core/mention-parts";

/** Those of the given people whom a text of the room names: members of it by their names of now, and not its author. */
export async function findMentioned(on: Executor, actor: Actor, roomId: number, content: string, ids: readonly number[]): Promise<Mention[]> {
  const others = ids.filter((id) => id > 0 && id !== personOf(actor));
  if (others.length === 0 || !content.includes("@")) return [];
  const members = await on
    .select({ id: user.id, name: user.name })
    .from(roomMember)
    .innerJoin(user, eq(user.id, roomMember.userId))
    .where(and(eq(roomMember.roomId, roomId), inArray(roomMember.userId, others)));
  return mentionedIn(content, members).map(({ id, name }) => ({ id, username: name, text: name }));
}

/** Whom messages of one room name, by the messages' places; with the names that people have now. */
export async function readMentions(on: Executor, messages: readonly { roomId: number; version: number }[]): Promise<Map<number, Mention[]>> {
  const found = new Map<number, Mention[]>();
  const [first] = messages;
  if (!first) return found;
  const rows = await on
    .select({ version: messageMention.version, id: user.id, username: user.name, text: messageMention.name })
    .from(messageMention)
    .innerJoin(user, eq(user.id, messageMention.userId))
    .where(and(eq(messageMention.roomId, first.roomId), inArray(messageMention.version, messages.map(({ version }) => version))))
    .orderBy(messageMention.id);
  for (const { version, ...mention } of rows) found.set(version, [...(found.get(version) ?? []), mention]);
  return found;
}
