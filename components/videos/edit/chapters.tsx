"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { readLines, toLines } from "@/components/videos/edit/chapter-lines";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import { askVideo } from "@/components/videos/video-api";
import type { ChapterItem } from "@/lib/videos/contract";

/** The chapters of a video, a line each: a time and a title. Saved on purpose, undone from the notice. */
export function Chapters({ videoId, chapters }: { videoId: number; chapters: readonly ChapterItem[] }) {
  const t = useTranslations("videoParts.chapters");
  const { isPending, run } = useVideoAct();
  const before = toLines(chapters);
  const [text, setText] = useState(before);
  const [mistake, setMistake] = useState<string | null>(null);

  const put = (lines: string, undo?: () => void) => {
    const read = readLines(lines);
    if ("wrongLine" in read) return setMistake(t("wrongLine", { line: read.wrongLine }));
    setMistake(null);
    run(
      () => askVideo<ChapterItem[]>(videoId, "PUT", "chapters/", { body: { chapters: read.chapters } }),
      (kept) => {
        setText(toLines(kept));
        notify({ text: t("saved"), ...(undo ? { action: { text: t("undo"), run: undo } } : {}) });
      },
      ({ code }) => {
        if (code !== "invalid_input") return false;
        setMistake(t("refused"));
        return true;
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put(text, () => put(before));
  };
  return (
    <form onSubmit={submit} noValidate aria-label={t("title")} className="grid gap-3">
      <Field name="chapters" label={t("lines")} hint={t("hint")} errors={mistake === null ? undefined : [mistake]}>
        {(ids) => <Textarea {...ids} dir="auto" rows={Math.min(12, Math.max(4, chapters.length + 1))} spellCheck={false} className="tabular" placeholder={t("example")} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div>
        <Button type="submit" loading={isPending} disabled={text.trim() === before}>
          {t("saveChapters")}
        </Button>
      </div>
    </form>
  );
}
