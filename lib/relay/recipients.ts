import type { StoredEvent } from "@/lib/events/feed";
import { userJoined, userLeft } from "@/lib/rooms/contract";

/** Somebody's coming into a room or leaving it, at a version. */
export type Turn = { version: number; userId: number; isJoin: boolean };
type Told = { userIds: number[]; event: { type: string; body: unknown } };

const whoIn = (body: Record<string, unknown>) => (body.user as { id?: number } | undefined)?.id ?? 0;

/** The end of the room for all: nobody's own leaving. */
function isEnd({ type, body }: StoredEvent): boolean {
  return type === userLeft && body.everyone === true;
}

/** Null for what is nobody's coming or going. */
export function turnOf(event: StoredEvent): Turn | null {
  if ((event.type !== userJoined && event.type !== userLeft) || isEnd(event)) return null;
  return { version: event.version, userId: whoIn(event.body), isJoin: event.type === userJoined };
}

/**
 * Who gets an event, of those who are members now. Somebody who came in only later was outside when it happened; somebody
 * who left meanwhile gets their leaving and nothing else, so nothing of the room follows it. At the end of a room each
 * member is told of their own leaving.
 * @param members of the room now; a deleted room keeps its own
 * @param turns of the room after the event, in any order
 */
export function tell(event: StoredEvent, members: readonly { id: number; name: string }[], turns: readonly Turn[]): Told[] {
  const next = new Map<number, Turn>();
  for (const turn of turns) if (turn.version > event.version && turn.version < (next.get(turn.userId)?.version ?? Infinity)) next.set(turn.userId, turn);
  const inside = members.filter(({ id }) => !next.get(id)?.isJoin);
  const { type } = event;
  if (isEnd(event)) {
    const { everyone: _everyone, ...body } = event.body;
    return inside.map(({ id, name }) => ({ userIds: [id], event: { type, body: { ...body, user: { id, username: name } } } }));
  }
  const userIds = new Set(inside.map(({ id }) => id));
  if (type === userLeft) userIds.add(whoIn(event.body));
  return [{ userIds: [...userIds].filter((id) => id > 0), event: { type, body: event.body } }];
}
