import { clsx } from "clsx";
import Reply from "@lucide/icons/icons/reply";
import type { ReactNode, Ref } from "react";
import { dayLabel } from "@/components/chat/days";
import type { ChatTexts } from "@/components/chat/texts";
import { Attachments } from "@/components/chat/files/attachments";
import { MessageEditor } from "@/components/chat/message-editor";
import { MessageMenu, powersOver, type MessagePowers } from "@/components/chat/message-menu";
import { MessageText } from "@/components/chat/message-text";
import { Quote } from "@/components/chat/quote";
import { ReactionPicker } from "@/components/chat/reaction-picker";
import { Reactions } from "@/components/chat/reactions";
import type { RowPart } from "@/components/chat/row-window";
import type { Row } from "@/components/chat/rows";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import type { ChatUser, Message, SystemLine } from "@/lib/chat/contract";
import { dateFormat } from "@/lib/core/date-format";
import { fill } from "@/lib/core/fill";
import { personHue } from "@/lib/core/hue";

const lineTexts = { joined: "joined", left: "left", renamed: "renamed", call_started: "callStarted", call_ended: "callEnded", recording_started: "recordingStarted", recording_stopped: "recordingStopped", recording_saved: "recordingSaved", stream_started: "streamStarted", stream_stopped: "streamStopped" } as const satisfies Record<SystemLine, keyof ChatTexts>;

/** What is said of a person who has no account any more is the same in every language of the server; here it is ours. */
function nameOf(user: ChatUser, texts: ChatTexts): string {
  return user.id === 0 ? texts.former : user.username;
}

/** Who wrote, and when. */
function group(message: Message, texts: ChatTexts, time: string): ReactNode {
  const name = nameOf(message.user, texts);
  return (
    <div className="flex items-baseline gap-2">
      <bdi data-person={personHue(`u${message.user.id}`)} className="min-w-0 truncate text-ui font-semibold text-person">
        {name}
      </bdi>
      <time dateTime={message.created_at} className="tabular shrink-0 text-xs text-muted">
        {time}
      </time>
    </div>
  );
}

/** What the viewer does with messages: null before the page is alive, and where nothing can be done. */
export type MessageActs = {
  powers: MessagePowers;
  /** The message whose text is being changed. */
  editing: number | null;
  setEditing: (id: number | null) => void;
  edit: (id: number, content: string, mentions: readonly number[]) => Promise<void>;
  remove: (id: number) => Promise<"refused" | "lost" | null>;
  react: (id: number, emoji: string, on: boolean) => void;
  /** Begins an answer to the message. */
  reply: (message: Message) => void;
  goTo: (version: number) => void;
  /** Opens the conversation with somebody; null where that cannot be left for. */
  direct: ((userId: number) => void) | null;
} | null;

/** What a message says, that it was changed, or the mark that is left of it. */
function said(message: Message, { viewerId, texts, locale, acts }: Pick<Shared, "viewerId" | "texts" | "locale" | "acts">): ReactNode {
  if (acts?.editing === message.id) return <MessageEditor roomId={message.room.id} viewerId={viewerId} text={message.content} mayBeEmpty={message.attachments !== undefined} texts={texts} onSave={(content, mentions) => acts.edit(message.id, content, mentions)} onCancel={() => acts.setEditing(null)} />;
  if (message.deleted) return <p className="text-ui text-muted italic">{{ author: texts.deleted, host: texts.deletedByHost, moderator: texts.deletedByModerator }[message.deleted.by]}</p>;
  const { reply_to: replyTo } = message;
  return (
    <>
      {replyTo && <Quote replyTo={replyTo} texts={texts} onGo={acts && replyTo.version ? () => acts.goTo(replyTo.version ?? 0) : undefined} />}
      {message.content !== "" && <MessageText text={message.content} mentions={message.mentions} viewerId={viewerId} />}
      {message.attachments && <Attachments files={message.attachments} texts={texts} locale={locale} />}
      {message.edited_at && (
        <time dateTime={message.edited_at} className="text-xs text-muted">
          {texts.edited}
        </time>
      )}
    </>
  );
}

/** Shown where the pointer or the focus is, and on touch at the message that was tapped; over the line, whose height stays. */
function Acts({ message, time, texts, acts, nowMs }: { message: Message; time: string; texts: ChatTexts; acts: NonNullable<MessageActs>; nowMs: number }) {
  const can = powersOver(message, acts.powers, nowMs);
  const canAnswer = acts.powers.canWrite && !message.deleted;
  const hasMenu = can.edit || can.remove || can.seeReaders || can.report;
  if (!canAnswer && !hasMenu) return null;
  return (
    <div className="absolute end-0 -top-2 flex rounded-control bg-surface opacity-0 transition-opacity focus-within:opacity-100 [li:hover>&]:opacity-100">
      {canAnswer && <ReactionPicker label={fill(texts.react, { time })} onPick={(emoji) => acts.react(message.id, emoji, true)} />}
      {canAnswer && <IconButton label={fill(texts.reply, { time })} icon={<Icon of={Reply} size={16} />} onClick={() => acts.reply(message)} />}
      {hasMenu && <MessageMenu message={message} time={time} can={can} texts={texts} onEdit={() => acts.setEditing(message.id)} onRemove={() => acts.remove(message.id)} onDirect={acts.direct} />}
    </div>
  );
}

type Shared = { viewerId: number; texts: ChatTexts; locale: string; timeZone: string; now: Date; acts: MessageActs; /** The version that was looked for. */ marked: number | null };
/** How a line is found and measured where only a part of them is in the page. */
type Place = { ref?: Ref<HTMLLIElement>; "data-index"?: number; "data-key"?: string };

/** The line of an entry. Like its parts no component of its own, which would cost the page of a room half a millisecond. */
function entryLine({ key, entry, isFirst }: Extract<Row, { kind: "entry" }>, place: Place, clock: Intl.DateTimeFormat, shared: Shared): ReactNode {
  const { texts, locale, acts, marked, now } = shared;
  if ("line" in entry) {
    return (
      <li key={key} {...place} data-version={entry.version} tabIndex={-1} className="py-2 text-center text-xs text-muted">
        <bdi>{fill(texts[lineTexts[entry.line]], { name: entry.name, room: entry.room })}</bdi>
      </li>
    );
  }
  const { message } = entry;
  const time = clock.format(new Date(message.created_at));
  return (
    <li key={key} {...place} data-version={entry.version} tabIndex={-1} className={clsx("group relative grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3", isFirst ? "pt-3" : "pt-1", entry.version === marked && "rounded-control bg-attention-soft")}>
      {isFirst ? <Avatar identity={`u${message.user.id}`} name={nameOf(message.user, texts)} /> : <span />}
      <div className="min-w-0">
        {isFirst ? group(message, texts, time) : <span className="sr-only">{`${nameOf(message.user, texts)}, ${time}: `}</span>}
        {said(message, shared)}
        {message.reactions && message.reactions.list.length > 0 && <Reactions list={message.reactions.list} texts={texts} locale={locale} onReact={acts?.powers.canWrite ? (emoji, on) => acts.react(message.id, emoji, on) : null} />}
      </div>
      {acts && acts.editing !== message.id && <Acts message={message} time={time} texts={texts} acts={acts} nowMs={now.getTime()} />}
    </li>
  );
}

/** The confirmed part of a chat: its lines, all of them or those that a window keeps in the page. */
export function Entries({ rows, part, ...shared }: Shared & { rows: readonly Row[]; part: RowPart | null }) {
  const clock = dateFormat(shared.locale, { timeZone: shared.timeZone, hour: "2-digit", minute: "2-digit" });
  const lineOf = (row: Row, place: Place) => {
    if (row.kind === "entry") return entryLine(row, place, clock, shared);
    if (row.kind === "unread") {
      return (
        <li key={row.key} {...place} className="flex items-center gap-3 pt-3 text-xs font-semibold text-accent after:h-px after:flex-1 after:bg-accent">
          {shared.texts.unreadFrom}
        </li>
      );
    }
    return (
      <li key={row.key} {...place} className="flex items-center gap-3 py-3 text-xs font-medium text-muted before:h-px before:flex-1 before:bg-hairline after:h-px after:flex-1 after:bg-hairline">
        {dayLabel(row.at, shared.now, shared.locale, shared.timeZone, shared.texts)}
      </li>
    );
  };
  if (!part) return rows.map((row) => lineOf(row, {}));
  const gap = (key: string, px: number) => (px > 0 ? [<li key={key} aria-hidden style={{ height: px }} />] : []);
  const lines = part.lines.flatMap(({ index, gapBefore }) => {
    const row = rows[index];
    return row ? [...gap(`before ${row.key}`, gapBefore), lineOf(row, { ref: part.measure, "data-index": index, "data-key": row.key })] : [];
  });
  return [...lines, ...gap("end", part.gapAfter)];
}
