import { dayOf } from "@/components/chat/days";
import type { Entry } from "@/components/chat/timeline";
import type { Message } from "@/lib/chat/contract";

/** Messages of one person within this time stand together under one name. */
const groupMs = 5 * 60_000;

/** One line of the list: an entry, or what stands before one. `key` stays the same wherever the line stands. */
export type Row =
  | { key: string; kind: "day"; at: Date }
  | { key: string; kind: "unread" }
  | { key: string; kind: "entry"; entry: Entry; /** Begins a group: with its author's name and picture. */ isFirst: boolean };

function isSameGroup(before: Entry | undefined, message: Message): boolean {
  if (!before || !("message" in before) || before.message.user.id !== message.user.id) return false;
  return Date.parse(message.created_at) - Date.parse(before.message.created_at) < groupMs;
}

/** The lines of a chat, in the room's order, with its days. `unreadFrom`: where the first unread message stood when the reader came. */
export function rowsOf(entries: readonly Entry[], timeZone: string, unreadFrom: number | null): Row[] {
  let day = "";
  return entries.flatMap((entry, index): Row[] => {
    const { version } = entry;
    const key = String(version);
    if ("line" in entry) return [{ key, kind: "entry", entry, isFirst: false }];
    const at = new Date(entry.message.created_at);
    const ownDay = dayOf(at, timeZone);
    const isNewDay = ownDay !== day;
    day = ownDay;
    return [
      ...(isNewDay ? [{ key: `day ${version}`, kind: "day", at } as const] : []),
      ...(version === unreadFrom ? [{ key: "unread", kind: "unread" } as const] : []),
      { key, kind: "entry", entry, isFirst: isNewDay || !isSameGroup(entries[index - 1], entry.message) },
    ];
  });
}

/** The line of the entry with a version, or of the next after it; -1 where there is none. */
export function rowAt(rows: readonly Row[], version: number): number {
  return rows.findIndex((row) => row.kind === "entry" && row.entry.version >= version);
}
