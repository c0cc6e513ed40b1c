import { isWhole, quoteOf, withQuote } from "@/components/chat/quotes";
import { afterChange, changeOf, placeOf, remember, type Change } from "@/components/chat/changes";
import type { RoomWireEvent } from "@/components/realtime/wire";
import type { Attachment, Message, ReplyTo, SystemLine } from "@/lib/chat/contract";

/** A message, or what happened besides as a line between them: who did it, and for a renamed room what it is called now. */
export type Entry = { version: number; message: Message } | { version: number; line: SystemLine; name: string; room: string };

/** A message of one's own that the server has not confirmed. */
export type Pending = { clientId: string; content: string; state: "sending" | "failed"; reason?: "slow_down" | "refused"; replyTo?: ReplyTo; /** Whom it names, by number. */ mentions?: readonly number[]; /** Its files, which are with the server already. */ attachments?: readonly Attachment[] };

/**
 * What a chat shows: confirmed entries in the room's order, then one's own unconfirmed ones in the order of writing. Of a
 * long history it is a stretch without holes, which moves with the reader; `newest` is the last entry that is known to
 * exist, so that the stretch never claims to reach the end before it does.
 */
export type Timeline = { viewerId: number; entries: readonly Entry[]; pending: readonly Pending[]; hasOlder: boolean; hasNewer: boolean; newest: number; /** What became of messages last, for pages that were read before it. */ changes: readonly Change[]; /** How often an entry changed in its place. */ changed: number };

/** So many entries are at hand at most; those near the reader's place are in the page. */
const maxShown = 1000;
/** A tab that stays open in a busy room forgets the oldest beyond this. */
const maxKept = 1400;

export type TimelineAction =
  | { type: "event"; event: RoomWireEvent }
  | { type: "older"; messages: readonly Message[]; hasOlder: boolean }
  | { type: "newer"; messages: readonly Message[]; hasNewer: boolean }
  | { type: "reset"; messages: readonly Message[]; hasOlder: boolean; hasNewer?: boolean }
  | { type: "send"; clientId: string; content: string; replyTo?: ReplyTo | undefined; mentions?: readonly number[] | undefined; attachments?: readonly Attachment[] | undefined }
  | { type: "quoted"; original: Message }
  | { type: "sent"; clientId: string; message: Message }
  | { type: "failed"; clientId: string; reason: Pending["reason"] }
  | { type: "changed"; change: Change }
  | { type: "discard"; clientId: string };

/** The events that the history keeps as lines. */
const lineByEvent = new Map<string, SystemLine>([["user_joined", "joined"], ["user_left", "left"], ["call_started", "call_started"], ["call_ended", "call_ended"], ["recording_started", "recording_started"], ["recording_stopped", "recording_stopped"], ["recording_saved", "recording_saved"], ["stream_started", "stream_started"], ["stream_stopped", "stream_stopped"]]);

function toEntry(message: Message): Entry {
  const { room: { version }, system, user } = message;
  return system ? { version, line: system.line, name: user.username, room: system.name ?? "" } : { version, message };
}

/** Newest first, as the API lists them, to the order of reading. */
function toEntries(messages: readonly Message[]): Entry[] {
  return messages.map(toEntry).reverse();
}

const lastOf = (entries: readonly Entry[]): number => entries.at(-1)?.version ?? 0;

/** The chat as the page begins: the latest messages. */
export function startTimeline(viewerId: number, messages: readonly Message[], hasOlder: boolean): Timeline {
  const entries = toEntries(messages);
  return { viewerId, entries, pending: [], hasOlder, hasNewer: false, newest: lastOf(entries), changes: [], changed: 0 };
}

/** Adds entries at their place; one whose version is there already is the same one. */
function insert(entries: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  const known = new Set(entries.map((entry) => entry.version));
  const fresh = added.filter((entry) => !known.has(entry.version));
  if (fresh.length === 0) return entries;
  const last = entries.at(-1);
  const merged = [...entries, ...fresh];
  return last === undefined || fresh.every((entry, index) => entry.version > (fresh[index - 1] ?? last).version) ? merged : merged.sort((a, b) => a.version - b.version);
}

/** The entries with what those that answer a message show of it. */
function withQuotes(entries: readonly Entry[], original: Message): readonly Entry[] {
  const isQuoted = entries.some((entry) => "message" in entry && entry.message.reply_to?.id === original.id);
  return isQuoted ? entries.map((entry) => ("message" in entry ? { version: entry.version, message: withQuote(entry.message, original) } : entry)) : entries;
}

/** The entries after a change of a message, of itself and of what answers it; the same ones where it concerns none. */
function withChange(entries: readonly Entry[], change: Change, viewerId: number): readonly Entry[] {
  const quoting = change.kind === "message" ? withQuotes(entries, change.message) : entries;
  const index = quoting.findIndex((entry) => entry.version === placeOf(change));
  const entry = quoting[index];
  if (!entry || !("message" in entry)) return quoting;
  const message = afterChange(entry.message, change, viewerId);
  return message === entry.message ? quoting : quoting.with(index, { version: entry.version, message });
}

/** A message that came by the stream, with what it answers where that is shown. */
function withShownQuote(entries: readonly Entry[], entry: Entry): Entry {
  const replyTo = "message" in entry ? entry.message.reply_to : undefined;
  const original = replyTo && entries.find((each) => "message" in each && each.message.id === replyTo.id);
  return original && "message" in original && "message" in entry ? { version: entry.version, message: { ...entry.message, reply_to: quoteOf(original.message) } } : entry;
}

function afterOne(timeline: Timeline, change: Change): Timeline {
  const entries = withChange(timeline.entries, change, timeline.viewerId);
  return entries === timeline.entries ? timeline : { ...timeline, entries, changed: timeline.changed + 1 };
}

/** A page of the history with what the stream has told since it was asked for. */
function withLastChanges({ changes, viewerId }: Timeline, entries: readonly Entry[]): readonly Entry[] {
  return changes.reduce((changed, change) => withChange(changed, change, viewerId), entries);
}

function entryOf(event: RoomWireEvent): Entry | null {
  if (event.type === "message_added") return { version: event.version, message: event.body as unknown as Message };
  const isRenamed = event.type === "room_updated" && event.body.name_before !== undefined;
  const line = isRenamed ? "renamed" : lineByEvent.get(event.type);
  if (line === undefined) return null;
  const { user, room } = event.body as { user?: { username?: string }; room?: { name?: string } };
  return { version: event.version, line, name: user?.username ?? "", room: room?.name ?? "" };
}

/**
 * Without the oldest unconfirmed message that this one could be: on its way, or failed without an answer. The event may come before the answer to our own request; until
 * then only text and files tell, and the same text twice is the same either way.
 */
function withoutArrived(pending: readonly Pending[], viewerId: number, message: Message): readonly Pending[] {
  if (message.user.id !== viewerId) return pending;
  const index = pending.findIndex((each) => each.reason === undefined && each.content === message.content && each.attachments?.[0]?.id === message.attachments?.[0]?.id);
  return index < 0 ? pending : pending.filter((_, other) => other !== index);
}

/** What comes from the stream. Beyond a stretch that ends before the newest it is only known to be there. */
function afterEvent(timeline: Timeline, event: RoomWireEvent): Timeline {
  const change = changeOf(event);
  if (change) return { ...afterOne(timeline, change), changes: remember(timeline.changes, change) };
  const entry = entryOf(event);
  if (!entry) return timeline;
  const newest = Math.max(timeline.newest, entry.version);
  const pending = "message" in entry ? withoutArrived(timeline.pending, timeline.viewerId, entry.message) : timeline.pending;
  if (timeline.hasNewer) return { ...timeline, newest, pending };
  const entries = insert(timeline.entries, [withShownQuote(timeline.entries, entry)]);
  if (entries === timeline.entries) return timeline;
  const isTooMany = entries.length > maxKept;
  return { ...timeline, newest, pending, entries: isTooMany ? entries.slice(-maxShown) : entries, hasOlder: timeline.hasOlder || isTooMany };
}

/** More of the history at one end; at the other end as much goes as is too much. */
function withMore(timeline: Timeline, action: Extract<TimelineAction, { type: "older" | "newer" }>): Timeline {
  const entries = insert(timeline.entries, withLastChanges(timeline, toEntries(action.messages)));
  const isTooMany = entries.length > maxShown;
  if (action.type === "older") return { ...timeline, entries: isTooMany ? entries.slice(0, maxShown) : entries, hasOlder: action.hasOlder, hasNewer: timeline.hasNewer || isTooMany };
  return { ...timeline, entries: isTooMany ? entries.slice(-maxShown) : entries, hasOlder: timeline.hasOlder || isTooMany, hasNewer: action.hasNewer || lastOf(entries) < timeline.newest };
}

/** Another stretch of the history instead of this one. */
function withOther(timeline: Timeline, { messages, hasOlder, hasNewer = false }: Extract<TimelineAction, { type: "reset" }>): Timeline {
  const entries = withLastChanges(timeline, toEntries(messages));
  const newest = Math.max(timeline.newest, lastOf(entries));
  return { ...timeline, entries, hasOlder, newest, hasNewer: hasNewer || lastOf(entries) < newest };
}

export function timelineReducer(timeline: Timeline, action: TimelineAction): Timeline {
  switch (action.type) {
    case "event":
      return afterEvent(timeline, action.event);
    case "older":
    case "newer":
      return withMore(timeline, action);
    case "reset":
      return withOther(timeline, action);
    case "send": {
      const isAgain = timeline.pending.some((each) => each.clientId === action.clientId);
      const sending: Pending = { clientId: action.clientId, content: action.content, state: "sending", ...(action.replyTo ? { replyTo: action.replyTo } : {}), ...(action.mentions ? { mentions: action.mentions } : {}), ...(action.attachments ? { attachments: action.attachments } : {}) };
      return { ...timeline, pending: isAgain ? timeline.pending.map((each) => (each.clientId === action.clientId ? sending : each)) : [...timeline.pending, sending] };
    }
    case "sent":
      return {
        ...timeline,
        entries: timeline.hasNewer ? timeline.entries : insert(timeline.entries, [withShownQuote(timeline.entries, toEntry(action.message))]),
        newest: Math.max(timeline.newest, action.message.room.version),
        pending: timeline.pending.filter((each) => each.clientId !== action.clientId),
      };
    case "failed":
      return {
        ...timeline,
        pending: timeline.pending.map((each) => (each.clientId === action.clientId ? { ...each, state: "failed", ...(action.reason ? { reason: action.reason } : {}) } : each)),
      };
    case "changed":
      return afterOne(timeline, action.change);
    case "quoted":
      return { ...timeline, changed: timeline.changed + 1, entries: timeline.entries.map((entry) => ("message" in entry && entry.message.reply_to && !isWhole(entry.message.reply_to) ? { version: entry.version, message: withQuote(entry.message, action.original) } : entry)) };
    case "discard":
      return { ...timeline, pending: timeline.pending.filter((each) => each.clientId !== action.clientId) };
  }
}
