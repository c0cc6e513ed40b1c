"use client";

import { useTranslations } from "next-intl";
import type { NotesPaneProps } from "@/components/notes/notes-pane";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useOnDemand } from "@/components/ui/use-on-demand";

/** The notes' code comes when they are shown: the editor and what merges are large. */
export function NotesSlot(props: NotesPaneProps) {
  const t = useTranslations("notes");
  const { value, isFailed, again } = useOnDemand(() => import("@/components/notes/notes-pane"));
  if (value) return <value.NotesPane {...props} />;
  if (isFailed) return <ErrorNote title={t("problem.unloaded.title")} todo={t("problem.unloaded.text")} action={<Button onClick={again}>{t("again")}</Button>} />;
  return (
    <Loading label={t("state.connecting")}>
      <Skeleton className="h-40" />
    </Loading>
  );
}
