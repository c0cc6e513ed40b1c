"use client";

import { useEffect, useState } from "react";
import { fetchFound, fetchVersionAt } from "@/components/chat/chat-api";
import { dayLabel } from "@/components/chat/days";
import { saidOf } from "@/components/chat/said";
import type { ChatTexts } from "@/components/chat/texts";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import type { FoundMessage, Message } from "@/lib/chat/contract";
import { dateFormat } from "@/lib/core/date-format";
import { settings } from "@/lib/core/settings";

/** Somebody who types is not searched for at each letter. */
const pauseMs = 300;

type Props = { roomId: number; texts: ChatTexts; locale: string; timeZone: string; goTo: (version: number) => Promise<boolean> };
type Found = { words: string; results: readonly FoundMessage[]; isMore: boolean } | { words: string; failed: true };

/** What was found for the words, once they have rested; the answer to older words never stands below newer ones. */
function useFound(roomId: number, typed: string): { found: Found | null; again: () => void } {
  const [found, setFound] = useState<Found | null>(null);
  const [turn, setTurn] = useState(0);
  const words = typed.trim();
  useEffect(() => {
    if (!/[\p{L}\p{N}]/u.test(words)) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetchFound(roomId, words, abort.signal).then(
        ({ results, next }) => setFound({ words, results, isMore: next !== null }),
        () => abort.signal.aborted || setFound({ words, failed: true }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [roomId, words, turn]);
  return { found: found?.words === words ? found : null, again: () => setTurn((before) => before + 1) };
}

/** One message that was found; choosing it shows where it stands. */
function Result({ message, texts, locale, timeZone, onChoose }: Omit<Props, "roomId" | "goTo"> & { message: Message; onChoose: () => void }) {
  const at = new Date(message.created_at);
  const clock = dateFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
  return (
    <li>
      <button type="button" className="target grid w-full gap-0.5 rounded-control px-3 py-2 text-start hover:bg-sunken" onClick={onChoose}>
        <span className="flex items-baseline gap-2 text-xs text-muted">
          <bdi className="min-w-0 truncate text-ui font-semibold text-ink">{message.user.id === 0 ? texts.former : message.user.username}</bdi>
          <time dateTime={message.created_at} className="tabular shrink-0">
            {dayLabel(at, new Date(), locale, timeZone, texts)}, {clock.format(at)}
          </time>
        </span>
        <span dir="auto" className="line-clamp-3 text-ui break-words [overflow-wrap:anywhere]">
          {saidOf(message, texts).slice(0, 400)}
        </span>
      </button>
    </li>
  );
}

/** Goes to the first message of a day. */
function DayForm({ roomId, texts, goTo }: Omit<Props, "locale" | "timeZone">) {
  const [isGoing, setGoing] = useState(false);
  const go = async (day: string) => {
    setGoing(true);
    try {
      // The day as the reader's clock has it.
      const version = await fetchVersionAt(roomId, new Date(`${day}T00:00:00`));
      if (version === null) notify({ text: texts.nothingSince, tone: "plain" });
      else if (!(await goTo(version))) notify({ text: texts.findFailed, tone: "danger" });
    } catch {
      notify({ text: texts.findFailed, tone: "danger" });
    }
    setGoing(false);
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const day = new FormData(event.currentTarget).get("day");
        if (typeof day === "string" && day !== "") void go(day);
      }}
    >
      <Field name="day" label={texts.goToDay} className="min-w-0 flex-1">
        {(ids) => <Input {...ids} type="date" name="day" required />}
      </Field>
      <Button type="submit" loading={isGoing}>
        {texts.go}
      </Button>
    </form>
  );
}

/** Looks for messages of the room by their words, or goes to a day. */
export function FindMessages({ roomId, texts, locale, timeZone, goTo }: Props) {
  const [typed, setTyped] = useState("");
  const { found, again } = useFound(roomId, typed);
  const choose = async (version: number) => {
    if (!(await goTo(version))) notify({ text: texts.findFailed, tone: "danger" });
  };
  return (
    <div className="grid gap-4">
      <Field name="find" label={texts.findLabel} hint={texts.findHint}>
        {(ids) => <Input {...ids} type="search" value={typed} maxLength={settings.messageSearchMaxLength} autoComplete="off" autoFocus onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <div role="status" className="text-ui text-muted empty:hidden">
        {found && "failed" in found && (
          <>
            {texts.findFailed}{" "}
            <button type="button" className="link target" onClick={again}>
              {texts.retry}
            </button>
          </>
        )}
        {found && "results" in found && found.results.length === 0 && texts.nothingFound}
        {found && "results" in found && found.isMore && texts.moreFound}
      </div>
      {found && "results" in found && found.results.length > 0 && (
        <ol aria-label={texts.found} className="-mx-3 max-h-80 overflow-y-auto">
          {found.results.map(({ message }) => (
            <Result key={message.id} message={message} texts={texts} locale={locale} timeZone={timeZone} onChoose={() => void choose(message.room.version)} />
          ))}
        </ol>
      )}
      <DayForm roomId={roomId} texts={texts} goTo={goTo} />
    </div>
  );
}
