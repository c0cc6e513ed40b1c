"use client";

import dynamic from "next/dynamic";
import type { NotesPaneProps } from "@/components/notes/notes-pane";

const NotesPane = dynamic(() => import("@/components/notes/notes-pane").then((module) => module.NotesPane), { ssr: false });

/** The notes' code comes when they are shown. */
export function NotesSlot(props: NotesPaneProps) {
  return <NotesPane {...props} />;
}
