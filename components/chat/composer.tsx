"use client";

import SendHorizontal from "@lucide/icons/icons/send-horizontal";
import X from "@lucide/icons/icons/x";
import { useEffect, useState, useSyncExternalStore, type KeyboardEvent } from "react";
import { AddFiles } from "@/components/chat/files/add-files";
import { TrayList } from "@/components/chat/files/tray-list";
import type { Tray } from "@/components/chat/files/use-file-tray";
import { listedBy, MentionList } from "@/components/chat/mention-list";
import { Quote } from "@/components/chat/quote";
import type { ChatTexts } from "@/components/chat/texts";
import type { Answer } from "@/components/chat/use-answer";
import { useMentions } from "@/components/chat/use-mentions";
import { Icon } from "@/components/ui/icon";
import { useTellTyping } from "@/components/chat/use-typing";
import { IconButton } from "@/components/ui/icon-button";
import { fill } from "@/lib/core/fill";
import { settings } from "@/lib/core/settings";

const never = () => () => {};
const noDraft = () => "";

/** Where a message is written. What was not sent stays in this browser until it is. */
export function Composer({ roomId, viewerId, draftKey, texts, locale, onSend, onUp, answer, isWaiting, tray }: { roomId: number; viewerId: number; draftKey: string; texts: ChatTexts; locale: string; answer: Answer; /** Null for whoever sends no files. */ tray: Tray | null; /** In slow mode it is not one's turn yet: what is typed stays. */ isWaiting: boolean; onSend: (content: string, mentions: readonly number[]) => void; /** Arrow up where nothing is written yet. */ onUp: () => void }) {
  const kept = useSyncExternalStore(never, () => readDraft(draftKey), noDraft);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? kept;
  const tellTyping = useTellTyping(roomId, viewerId);

  const write = (next: string) => {
    setTyped(next);
    tellTyping(next);
    keepDraft(draftKey, next);
  };
  const mentions = useMentions(roomId, viewerId, write);
  const { field, look } = mentions;

  // The answer to a message is written here, wherever it was begun.
  useEffect(() => {
    if (answer.turn > 0) field.current?.focus();
  }, [answer.turn, field]);

  const excess = text.length > settings.messageMaxCodePoints ? [...text.trim()].length - settings.messageMaxCodePoints : 0;
  const hasFiles = tray?.items.some(({ state }) => state === "ready") ?? false;
  const canSend = (text.trim() !== "" || hasFiles) && !tray?.isBusy && excess <= 0 && !isWaiting;

  const send = () => {
    if (!canSend) return;
    onSend(text.trim(), mentions.namedIn(text));
    write("");
    mentions.end();
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKey(event, text)) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      answer.move(event.key === "ArrowUp" ? -1 : 1);
      return;
    }
    if (event.key === "Escape" && answer.to) {
      event.preventDefault();
      answer.end();
      return;
    }
    if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onUp();
      return;
    }
    // While an input method composes, Enter belongs to it; on a touch keyboard it is a new line.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {tray && <AddFiles label={texts.addFiles} onAdd={tray.add} />}
      <div className="relative grid min-w-0 flex-1 grid-cols-1 gap-1">
        <MentionList mentions={mentions} text={text} label={texts.mention} />
        {answer.to && (
          <div role="status" className="flex items-center gap-2 rounded-control bg-sunken ps-3">
            <span className="sr-only">{texts.replying}</span>
            <div className="min-w-0 flex-1">
              <Quote replyTo={answer.to} texts={texts} />
            </div>
            <IconButton label={texts.replyCancel} icon={<Icon of={X} size={16} />} onClick={answer.end} />
          </div>
        )}
        {tray && <TrayList tray={tray} texts={texts} locale={locale} />}
        <textarea
          ref={field}
          value={text}
          rows={1}
          dir="auto"
          aria-label={texts.write}
          aria-describedby="composer-slow composer-hint"
          aria-invalid={excess > 0 || undefined}
          placeholder={texts.write}
          {...listedBy(mentions)}
          onChange={(event) => {
            write(event.target.value);
            look();
          }}
          onSelect={look}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            // A table that was copied comes as words and as a picture of them; the words are meant.
            if (!tray || files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
            event.preventDefault();
            tray.add(files);
          }}
          className="target max-h-48 w-full resize-none rounded-control border border-edge bg-surface px-3 py-2 text-base [field-sizing:content] placeholder:text-muted hover:border-ink"
        />
        <p id="composer-hint" className="sr-only">
          {texts.hint}
        </p>
        {excess > 0 && <p role="status" className="text-sm font-medium text-danger">{fill(texts.tooLong, { count: excess })}</p>}
      </div>
      <IconButton type="submit" look="primary" label={texts.send} icon={<Icon of={SendHorizontal} size={18} />} disabled={!canSend} />
    </form>
  );
}

function readDraft(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    // Storage can be switched off; then a draft lives as long as the page.
    return "";
  }
}

function keepDraft(key: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // As above, or full.
  }
}
