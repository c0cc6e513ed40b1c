"use client";

import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { ChatTexts } from "@/components/chat/texts";
import { Button } from "@/components/ui/button";

/** A message of one's own while its text is changed. Enter saves, Escape leaves it as it was; on a touch keyboard Enter is a new line. */
export function MessageEditor({ text, mayBeEmpty, texts, onSave, onCancel }: { text: string; /** Its files say enough. */ mayBeEmpty: boolean; texts: ChatTexts; onSave: (text: string) => Promise<unknown>; onCancel: () => void }) {
  const [typed, setTyped] = useState(text);
  const [isSaving, setSaving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.focus();
    field.current?.setSelectionRange(end, end);
  }, []);

  const save = async () => {
    const next = typed.trim();
    if ((next === "" && !mayBeEmpty) || isSaving) return;
    if (next === text) return onCancel();
    setSaving(true);
    await onSave(next);
    setSaving(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
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
      <textarea
        ref={field}
        value={typed}
        rows={1}
        dir="auto"
        aria-label={texts.editLabel}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        className="target max-h-48 w-full resize-none rounded-control border border-edge bg-surface px-3 py-2 text-base [field-sizing:content] hover:border-ink"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{texts.cancel}</Button>
        <Button type="submit" look="primary" loading={isSaving} disabled={typed.trim() === "" && !mayBeEmpty}>
          {texts.save}
        </Button>
      </div>
    </form>
  );
}
