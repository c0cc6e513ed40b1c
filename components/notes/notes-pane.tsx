"use client";

import Download from "@lucide/icons/icons/download";
import { useTranslations } from "next-intl";
import { Editor } from "@/components/notes/editor";
import type { LinkState } from "@/components/notes/link";
import { useNotes } from "@/components/notes/use-notes";
import { Button, buttonClass } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Icon } from "@/components/ui/icon";
import { Skeleton } from "@/components/ui/skeleton";
import "@/components/notes/notes.css";

export type NotesPaneProps = { room: { id: number; name: string }; identity: string };

/** What is known about what was written, in one word or one line. */
function wordOf({ connection, canWrite, isSaved, isReady }: LinkState): "saved" | "saving" | "offline" | "offlineSaved" | "readOnly" | "connecting" | null {
  if (connection === "closed" || connection === "full" || connection === "broken") return null;
  if (!isReady) return "connecting";
  if (connection !== "online") return isSaved ? "offlineSaved" : "offline";
  if (!canWrite) return "readOnly";
  return isSaved ? "saved" : "saving";
}

/** The notes of a room: the text, whether it is saved, and the file. */
export function NotesPane({ room, identity }: NotesPaneProps) {
  const t = useTranslations("notes");
  const notes = useNotes(room.id, identity);
  const state = notes?.state;
  const word = state ? wordOf(state) : "connecting";
  const problem = state?.connection === "closed" || state?.connection === "full" || state?.connection === "broken" ? state.connection : null;
  const way =
    problem === "full" ? (
      <Button onClick={notes?.discard}>{t("discard")}</Button>
    ) : (
      problem && <Button onClick={notes?.again}>{t("again")}</Button>
    );
  return (
    <section aria-label={t("title")} className="notes">
      <header className="flex items-center justify-between gap-3">
        <p role="status" data-notes={word ?? "stopped"} className="min-w-0 text-ui text-muted">
          {word && t(`state.${word}`)}
        </p>
        <a className={buttonClass("plain", false, "px-3")} href={`/api/rooms/${room.id}/notes/`} download>
          <Icon of={Download} size={16} /> {t("download")}
        </a>
      </header>
      {problem && <ErrorNote title={t(`problem.${problem}.title`)} todo={t(`problem.${problem}.text`)} action={way} />}
      {notes?.state.isReady ? (
        <Editor doc={notes.doc} awareness={notes.awareness} canWrite={notes.state.canWrite} label={t("label", { room: room.name })} />
      ) : (
        !problem && <Skeleton className="h-40" />
      )}
    </section>
  );
}
