"use client";

import ArrowDown from "@lucide/icons/icons/arrow-down";
import ArrowUp from "@lucide/icons/icons/arrow-up";
import Link from "next/link";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { postRead } from "@/components/chat/chat-api";
import { Composer } from "@/components/chat/composer";
import { Entries } from "@/components/chat/entries";
import { useFileDrop } from "@/components/chat/files/use-file-drop";
import { useFileTray } from "@/components/chat/files/use-file-tray";
import { FindButton } from "@/components/chat/find-button";
import { HistoryEnd } from "@/components/chat/history-end";
import { messageActsOf } from "@/components/chat/message-acts";
import { powersOver } from "@/components/chat/message-menu";
import { PendingList } from "@/components/chat/pending-list";
import { rowsOf } from "@/components/chat/rows";
import { SlowNote } from "@/components/chat/slow-note";
import type { ChatTexts } from "@/components/chat/texts";
import type { Chat } from "@/components/chat/use-chat";
import { useStickyScroll } from "@/components/chat/use-sticky-scroll";
import { TypingLine } from "@/components/chat/typing-line";
import { useAnswer } from "@/components/chat/use-answer";
import { useIsAlive } from "@/components/chat/use-is-alive";
import { useTurn } from "@/components/chat/use-turn";
import { useUnreadPlace, type CameFrom } from "@/components/chat/use-unread-place";
import { useTimeZone } from "@/components/chat/use-time-zone";
import { EmptyState } from "@/components/ui/empty-state";
import { notify } from "@/components/ui/notify";
import type { ConnectionState } from "@/components/realtime/wire";
import { Icon } from "@/components/ui/icon";
import { fill } from "@/lib/core/fill";

/** A short loss is nobody's business. */
const offlineNoticeMs = 2500;
const readDelayMs = 600;
/** As many as fill a tall screen: the HTML shows the end of the chat, the rest comes when the page wakes up. */
const shownAtFirst = 20;

type Viewer = { id: number; name: string };

/** Tells while nothing can arrive; silent about short losses. */
function ConnectionNote({ connection, texts, next }: { connection: ConnectionState; texts: ChatTexts; next: string }) {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (connection !== "offline") return;
    const timer = setTimeout(() => setIsLong(true), offlineNoticeMs);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [connection]);
  return (
    <div role="status" data-connection={connection}>
      {connection === "offline" && isLong && <p className="rounded-control bg-attention-soft px-3 py-2 text-sm font-medium">{texts.offline}</p>}
      {connection === "ended" && (
        <p className="rounded-control bg-attention-soft px-3 py-2 text-sm font-medium">
          {texts.ended}{" "}
          <Link href={`/login?next=${encodeURIComponent(next)}`} className="link">
            {texts.signIn}
          </Link>
        </p>
      )}
    </div>
  );
}

/** Marks as read what is shown at the end of a visible page. */
function useReadMark(roomId: number, version: number, isAtEnd: boolean): void {
  const marked = useRef(0);
  useEffect(() => {
    if (!isAtEnd || version <= marked.current) return;
    const mark = () => {
      if (document.visibilityState !== "visible" || version <= marked.current) return;
      marked.current = version;
      postRead(roomId, version);
    };
    const timer = setTimeout(mark, readDelayMs);
    document.addEventListener("visibilitychange", mark);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", mark);
    };
  }, [roomId, version, isAtEnd]);
}

/** A room's chat: what was said, what is new, and where to write. */
export function ChatPane({
  chat, room, viewer, version, canWrite, canAttach = false, canDeleteAny, slowSeconds, startAt = null, onDirect = null, texts, locale,
}: {
  chat: Chat;
  room: { id: number; name: string; slug: string; direct?: unknown };
  viewer: Viewer;
  /** Where the room stands as far as it is shown, lines and passing things included. */
  version: number;
  canWrite: boolean;
  canAttach?: boolean;
  /** Slow mode: how long the viewer waits between two messages; 0 for not at all. */
  slowSeconds: number;
  /** A version to begin at: a message that was found elsewhere. */
  startAt?: number | null;
  /** Opens the conversation with whoever wrote a message; null where that cannot be left for. */
  onDirect?: ((userId: number) => void) | null;
  /** Hosts take away what anybody has written. */
  canDeleteAny: boolean;
  texts: ChatTexts;
  locale: string;
}) {
  const timeZone = useTimeZone();
  const { entries, pending, hasOlder, hasNewer, changed } = chat.timeline;
  const [marked, setMarked] = useState<number | null>(null);
  const isAlive = useIsAlive();
  const shown = isAlive ? entries : entries.slice(-shownAtFirst);
  const first = shown[0]?.version ?? 0;
  const last = entries.at(-1)?.version ?? 0;
  /** Undefined until it is known. */
  const [place, setPlace] = useState<CameFrom | undefined>(viewer.id > 0 ? undefined : null);
  const unreadFrom = place?.first ?? null;
  const rows = useMemo(() => rowsOf(shown, timeZone, unreadFrom), [shown, timeZone, unreadFrom]);
  const [editing, setEditing] = useState<number | null>(null);
  const edited = editing === null ? undefined : entries.find((entry) => "message" in entry && entry.message.id === editing);
  const { scroller, part, isAtEnd, seen, toEnd, toVersion } = useStickyScroll({ rows, first, last, count: shown.length + pending.length, hasNewer, changes: changed + (place ? 1 : 0), kept: edited ? String(edited.version) : null });
  useUnreadPlace(room.id, viewer.id, scroller, setPlace);
  useReadMark(room.id, version, isAtEnd && place !== undefined);

  const goTo = async (version: number): Promise<boolean> => {
    if (!(await chat.goTo(version))) return false;
    setMarked(version);
    toVersion(version);
    return true;
  };
  const goToEnd = async () => {
    setMarked(null);
    await chat.goToEnd();
    toEnd();
  };

  const arrive = useEffectEvent((version: number) => void goTo(version));
  useEffect(() => {
    if (startAt === null) return;
    const timer = setTimeout(() => arrive(startAt), 0);
    return () => clearTimeout(timer);
  }, [startAt]);

  const answer = useAnswer(entries);
  const tray = useFileTray(room.id, texts);
  const takesFiles = canWrite && canAttach;
  const drop = useFileDrop(takesFiles ? tray.add : null);
  const waitSeconds = useTurn(slowSeconds, chat.turn, entries, viewer.id);
  const acts = messageActsOf(chat, isAlive, { viewerId: viewer.id, canWrite, canDeleteAny }, texts, {
    editing,
    setEditing,
    reply: answer.begin,
    direct: onDirect,
    goTo: async (version) => {
      if (!(await goTo(version))) notify({ text: texts.findFailed, tone: "danger" });
    },
  });
  const editLast = () => {
    const own = entries.findLast((entry) => "message" in entry && powersOver(entry.message, { viewerId: viewer.id, canWrite, canDeleteAny: false }, Date.now()).edit);
    if (own && "message" in own) acts?.setEditing(own.message.id);
  };

  const fresh = isAtEnd ? 0 : entries.filter((entry) => entry.version > seen && "message" in entry && entry.message.user.id !== viewer.id).length;

  return (
    <div {...drop.handlers} className="relative flex min-h-0 flex-1 flex-col">
      {drop.isOver && <p className="pointer-events-none absolute inset-1 z-20 grid place-items-center rounded-card border-2 border-dashed border-accent bg-accent-soft/90 text-base font-semibold">{texts.dropFiles}</p>}
      <div className="relative min-h-0 flex-1">
        <div ref={scroller} role="log" aria-live={isAtEnd ? "polite" : "off"} aria-label={texts.label} tabIndex={0} className="h-full overflow-y-auto overscroll-contain pb-3 [overflow-anchor:none]">
          {entries.length + pending.length === 0 && (
            <div className="grid min-h-full content-center py-6">
              <EmptyState title={texts.empty} text={texts.emptyText} />
            </div>
          )}
          {hasOlder && <HistoryEnd scroller={scroller} state={chat.older} text={texts.loadingOlder} failed={texts.olderFailed} texts={texts} load={chat.loadOlder} />}
          {!hasOlder && entries.length > 0 && !room.direct && (
            <p className="py-3 text-sm text-muted">
              <bdi>{fill(texts.beginning, { room: room.name })}</bdi>
            </p>
          )}
          <ol>
            <Entries viewerId={viewer.id} rows={rows} part={part} texts={texts} locale={locale} timeZone={timeZone} now={new Date()} acts={acts} marked={marked} />
            <PendingList pending={pending} viewer={viewer} texts={texts} locale={locale} retry={chat.retry} discard={chat.discard} />
          </ol>
          {hasNewer && <HistoryEnd scroller={scroller} state={chat.newer} text={texts.loadingNewer} failed={texts.newerFailed} texts={texts} load={chat.loadNewer} />}
        </div>
        {viewer.id > 0 && entries.length > 0 && <FindButton roomId={room.id} texts={texts} locale={locale} timeZone={timeZone} goTo={goTo} />}
        {place?.isAbove && place.first !== null && (
          <button
            type="button"
            onClick={() => {
              setPlace({ ...place, isAbove: false });
              acts?.goTo(place.first ?? 0);
            }}
            className="floating target absolute top-1 left-1/2 inline-flex -translate-x-1/2 animate-appear items-center gap-2 rounded-full px-4 text-sm font-semibold whitespace-nowrap"
          >
            <Icon of={ArrowUp} size={16} />
            {texts.toUnread}
          </button>
        )}
        {!isAtEnd && (
          <button
            type="button"
            aria-label={fresh > 0 ? undefined : texts.latest}
            onClick={() => void goToEnd()}
            className="floating target absolute bottom-3 left-1/2 inline-flex -translate-x-1/2 animate-appear items-center gap-2 rounded-full px-4 text-sm font-semibold"
          >
            <Icon of={ArrowDown} size={16} />
            {fresh > 0 && fill(new Intl.PluralRules(locale).select(fresh) === "one" ? texts.newOne : texts.newMany, { count: fresh })}
          </button>
        )}
      </div>
      <div className="grid grid-cols-1 gap-2 border-t border-hairline pt-2 pb-3">
        <TypingLine roomId={room.id} viewerId={viewer.id} texts={texts} locale={locale} />
        <ConnectionNote connection={chat.connection} texts={texts} next={`/r/${room.slug}`} />
        {canWrite && (
          <Composer
            draftKey={`atrium:draft:${viewer.id}:${room.id}`}
            texts={texts}
            locale={locale}
            tray={takesFiles ? tray : null}
            onUp={editLast}
            answer={answer}
            roomId={room.id}
            viewerId={viewer.id}
            isWaiting={isAlive && waitSeconds > 0}
            onSend={(content, mentions) => {
              const attachments = takesFiles ? tray.take() : [];
              chat.send(content, { ...(attachments.length > 0 ? { attachments } : {}), ...(answer.to ? { replyTo: answer.to } : {}), ...(mentions.length > 0 ? { mentions } : {}) });
              answer.end();
              // Whoever writes wants to see it stand at the end.
              void goToEnd();
            }}
          />
        )}
        {canWrite && isAlive && <SlowNote seconds={slowSeconds} waitSeconds={waitSeconds} texts={texts} locale={locale} />}
      </div>
    </div>
  );
}
