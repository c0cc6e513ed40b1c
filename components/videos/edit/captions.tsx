"use client";

import Upload from "@lucide/icons/icons/upload";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import type { Refusal } from "@/components/ui/ask-api";
import { askVideo } from "@/components/videos/video-api";
import type { CaptionItem } from "@/lib/videos/contract";

const accepted = ".vtt,.srt,text/vtt,application/x-subrip";

/** What a language tag is called, as people say it. */
function nameOf(language: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** The captions of a video: added from WebVTT or SubRip files, renamed, replaced, chosen to be shown from the start, deleted. */
export function Captions({ videoId, captions, labelMaxLength }: { videoId: number; captions: readonly CaptionItem[]; labelMaxLength: number }) {
  const t = useTranslations("videoParts.captions");
  const { isPending, run } = useVideoAct();
  const [doomed, setDoomed] = useState<CaptionItem | null>(null);
  const refuse = ({ code, fields }: Refusal): boolean => {
    if (code !== "invalid_input") return false;
    notify({ text: t("language" in fields ? "wrongLanguage" : "label" in fields ? "wrongLabel" : "wrongFile"), tone: "danger" });
    return true;
  };
  const said = (text: string) => () => {
    notify({ text });
  };
  const remove = (caption: CaptionItem) => {
    setDoomed(null);
    run(() => askVideo(videoId, "DELETE", `captions/${caption.id}/`), said(t("deleted", { name: caption.label })));
  };
  return (
    <>
      {captions.length > 0 && (
        <ul aria-label={t("list")} className="divide-y divide-hairline border-y border-hairline">
          {captions.map((caption) => (
            <CaptionRow
              key={caption.id}
              caption={caption}
              labelMaxLength={labelMaxLength}
              isPending={isPending}
              change={(body) => run(() => askVideo(videoId, "PATCH", `captions/${caption.id}/`, { body }), said(t("saved")), refuse)}
              replace={(file) => run(() => askVideo(videoId, "PUT", `captions/${caption.id}/`, { file }), said(t("replaced", { name: caption.label })), refuse)}
              onDelete={() => setDoomed(caption)}
            />
          ))}
        </ul>
      )}
      <NewCaptions
        labelMaxLength={labelMaxLength}
        isPending={isPending}
        add={(query, file, done) =>
          run(
            () => askVideo(videoId, "POST", `captions/?${new URLSearchParams(query).toString()}`, { file }),
            () => {
              done();
              notify({ text: t("added", { name: query.label }) });
            },
            refuse,
          )
        }
      />
      <Dialog
        open={doomed !== null}
        onClose={() => setDoomed(null)}
        title={t("deleteTitle", { name: doomed?.label ?? "" })}
        text={t("deleteText")}
        closeLabel={t("cancel")}
        actions={
          <>
            <Button onClick={() => setDoomed(null)}>{t("cancel")}</Button>
            <Button look="danger" onClick={() => doomed && remove(doomed)}>
              {t("delete")}
            </Button>
          </>
        }
      />
    </>
  );
}

/** A button that asks for a file. */
function FileButton({ label, text, disabled, onFile }: { label: string; text: string; disabled: boolean; onFile: (file: File) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="plain" aria-label={label} disabled={disabled} onClick={() => picker.current?.click()}>
        {text}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        accept={accepted}
        aria-label={label}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </>
  );
}

type RowProps = { caption: CaptionItem; labelMaxLength: number; isPending: boolean; change: (body: { label?: string; default?: boolean }) => void; replace: (file: File) => void; onDelete: () => void };

function CaptionRow({ caption, labelMaxLength, isPending, change, replace, onDelete }: RowProps) {
  const t = useTranslations("videoParts.captions");
  const locale = useLocale();
  const [label, setLabel] = useState<string | null>(null);
  const name = caption.label;
  if (label !== null) {
    return (
      <li className="py-2">
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            setLabel(null);
            if (label.trim() !== name) change({ label });
          }}
        >
          <Field name={`caption-${caption.id}`} label={t("label")} className="min-w-40 flex-1">
            {(ids) => <Input {...ids} autoFocus required dir="auto" maxLength={labelMaxLength} value={label} onChange={(event) => setLabel(event.target.value)} />}
          </Field>
          <Button type="submit">{t("save")}</Button>
          <Button look="plain" onClick={() => setLabel(null)}>
            {t("cancel")}
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <span className="flex min-w-40 flex-1 flex-wrap items-center gap-x-2">
        <span className="font-medium break-words">{name}</span>
        <span className="text-sm text-muted">{nameOf(caption.language, locale)}</span>
        {caption.default && <Badge tone="accent">{t("isDefault")}</Badge>}
      </span>
      <span className="flex flex-wrap gap-1">
        <Button look="plain" aria-label={t(caption.default ? "unsetOne" : "setOne", { name })} disabled={isPending} onClick={() => change({ default: !caption.default })}>
          {t(caption.default ? "unset" : "set")}
        </Button>
        <Button look="plain" aria-label={t("renameOne", { name })} disabled={isPending} onClick={() => setLabel(name)}>
          {t("rename")}
        </Button>
        <FileButton label={t("replaceOne", { name })} text={t("replace")} disabled={isPending} onFile={replace} />
        <Button look="plain" className="text-danger" aria-label={t("deleteOne", { name })} disabled={isPending} onClick={onDelete}>
          {t("delete")}
        </Button>
      </span>
    </li>
  );
}

type NewProps = { labelMaxLength: number; isPending: boolean; add: (query: { language: string; label: string }, file: File, done: () => void) => void };

/** Languages that are offered; any other tag can be written. */
const languages = ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "tr", "uk", "ru", "ar", "zh", "ja"];

function NewCaptions({ labelMaxLength, isPending, add }: NewProps) {
  const t = useTranslations("videoParts.captions");
  const locale = useLocale();
  const picker = useRef<HTMLInputElement>(null);
  const [language, setLanguage] = useState("");
  const [label, setLabel] = useState("");
  const reset = () => {
    setLanguage("");
    setLabel("");
  };
  return (
    <form
      aria-label={t("add")}
      className="grid gap-4 sm:grid-cols-[10rem_minmax(0,1fr)_auto] sm:items-end"
      onSubmit={(event) => {
        event.preventDefault();
        picker.current?.click();
      }}
    >
      <Field name="caption-language" label={t("language")}>
        {(ids) => <Input {...ids} required autoComplete="off" autoCapitalize="none" spellCheck={false} list="caption-languages" placeholder="en" maxLength={35} value={language} onChange={(event) => setLanguage(event.target.value)} />}
      </Field>
      <datalist id="caption-languages">
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {nameOf(tag, locale)}
          </option>
        ))}
      </datalist>
      <Field name="caption-label" label={t("label")} optional={t("optional")}>
        {(ids) => <Input {...ids} dir="auto" autoComplete="off" maxLength={labelMaxLength} placeholder={language === "" ? undefined : nameOf(language, language)} value={label} onChange={(event) => setLabel(event.target.value)} />}
      </Field>
      <Button type="submit" loading={isPending} icon={<Icon of={Upload} size={18} />}>
        {t("choose")}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        accept={accepted}
        aria-label={t("choose")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) add({ language, label: label.trim() || nameOf(language, language) }, file, reset);
          event.target.value = "";
        }}
      />
    </form>
  );
}
