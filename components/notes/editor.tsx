"use client";

import { useTranslations } from "next-intl";
import { EditorView } from "prosemirror-view";
import { useEffect, useRef, useState } from "react";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import { onUndoStack, startEditing, toolStateOf, type ToolState } from "@/components/notes/editing";
import { Toolbar } from "@/components/notes/toolbar";
import { notesOf } from "@/lib/core/note-fragment";

type EditorProps = { doc: Doc; awareness: Awareness; canWrite: boolean; label: string };

/** The text itself. It is ProseMirror's: React only holds its place and shows its state in the toolbar. */
export function Editor({ doc, awareness, canWrite, label }: EditorProps) {
  const t = useTranslations("notes");
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [tools, setTools] = useState<ToolState | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const now = useRef({ canWrite, label });
  useEffect(() => {
    now.current = { canWrite, label };
    // Asks `editable` and the attributes again.
    view?.setProps({});
  }, [view, canWrite, label]);

  useEffect(() => {
    if (!place.current) return;
    const show = ({ state }: EditorView) => {
      setTools(toolStateOf(state));
      setEmpty(state.doc.childCount === 1 && state.doc.firstChild?.type.name === "paragraph" && state.doc.firstChild.content.size === 0);
    };
    const made = new EditorView(place.current, {
      state: startEditing(notesOf(doc), awareness),
      editable: () => now.current.canWrite,
      attributes: () => ({ role: "textbox", "aria-multiline": "true", "aria-label": now.current.label, ...(now.current.canWrite ? {} : { "aria-readonly": "true", tabindex: "0" }), class: "note-text" }),
      // Its parts dispatch while it is being made, when it has no name here yet.
      dispatchTransaction(this: EditorView, transaction) {
        this.updateState(this.state.apply(transaction));
        show(this);
      },
    });
    const stop = onUndoStack(made.state, () => show(made));
    setView(made);
    show(made);
    return () => {
      stop();
      made.destroy();
      setView(null);
    };
  }, [doc, awareness]);

  return (
    <>
      {canWrite && view && tools && <Toolbar view={view} state={tools} />}
      <div className="note-page">
        {isEmpty && <p aria-hidden="true" className="note-placeholder">{t(canWrite ? "empty" : "emptyReader")}</p>}
        <div ref={place} />
      </div>
    </>
  );
}
