"use client";

import { useEffect, useState, type KeyboardEvent } from "react";
import { listedBy, MentionList } from "@/components/chat/mention-list";
import type { ChatTexts } from "@/components/chat/texts";
import { useMentions } from "@/components/chat/use-mentions";
import { Button } from "@/components/ui/button";

/** A message of one's own while its text is changed. Enter saves, Escape leaves it as it was; on a touch keyboard Enter is a new line. */
export function MessageEditor({ roomId, viewerId, text, mayBeEmpty, texts, onSave, onCancel }: { roomId: number; viewerId: number; text: string; /** Its files say enough. */ mayBeEmpty: boolean; texts: ChatTexts; onSave: (text: string, mentions: readonly number[]) => Promise<unknown>; onCancel: () => void }) {
  const [typed, setTyped] = useState(text);
  const [isSaving, setSaving] = useState(false);
  const mentions = useMentions(roomId, viewerId, setTyped);
  const { field, look } = mentions;
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.focus();
    field.current?.setSelectionRange(end, end);
  }, [field]);

  const save = async () => {
    const next = typed.trim();
    if ((next === "" && !mayBeEmpty) || isSaving) return;
    if (next === text) return onCancel();
    setSaving(true);
    await onSave(next, mentions.namedIn(next));
    setSaving(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKey(event, typed)) return void event.stopPropagation();
    if (event.key === "Escape") {
      event.stopPropagation();
      onCancel();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    void save();
  };

  return (
    <form
      className="grid gap-2 py-1"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="relative grid grid-cols-1">
        <MentionList mentions={mentions} text={typed} label={texts.mention} />
        <textarea
          ref={field}
          value={typed}
          rows={1}
          dir="auto"
          aria-label={texts.editLabel}
          {...listedBy(mentions)}
          onChange={(event) => {
            setTyped(event.target.value);
            look();
          }}
          onSelect={look}
          onKeyDown={onKeyDown}
          className="target max-h-48 w-full resize-none rounded-control border border-edge bg-surface px-3 py-2 text-base [field-sizing:content] hover:border-ink"
        />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{texts.cancel}</Button>
        <Button type="submit" look="primary" loading={isSaving} disabled={typed.trim() === "" && !mayBeEmpty}>
          {texts.save}
        </Button>
      </div>
    </form>
  );
}
