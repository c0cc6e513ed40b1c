"use client";

import RotateCcw from "@lucide/icons/icons/rotate-ccw";
import Trash from "@lucide/icons/icons/trash";
import Undo2 from "@lucide/icons/icons/undo-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { askApi } from "@/components/ui/ask-api";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import type { ChangedVideos, ChangeVideosInput } from "@/lib/videos/contract";

type Action = ChangeVideosInput["action"];
const audiences = ["authenticated", "public", "private"] as const;

type BulkBarProps = {
  selected: readonly number[];
  categories: readonly string[];
  /** Whether the list shows deleted videos, which can only come back. */
  areDeleted: boolean;
  onClear: () => void;
};

/** What is done to all selected videos at once. What was deleted comes back from the notice. */
export function BulkBar({ selected, categories, areDeleted, onClear }: BulkBarProps) {
  const t = useTranslations("videoAdmin");
  const { isPending, run } = useVideoAct();
  const [category, setCategory] = useState<string | null>(null);
  const [audience, setAudience] = useState<(typeof audiences)[number] | null>(null);

  const act = (ids: readonly number[], action: Action) =>
    run(
      () => askApi<ChangedVideos>("POST", "/api/video/bulk/", { body: { ids, action } }),
      ({ done, skipped }) => {
        const words = done.length === 0 ? t("nothingDone") : [t(`did.${action.kind}`, { count: done.length }), ...(skipped.length > 0 ? [t("skipped", { count: skipped.length })] : [])].join(" ");
        notify({ text: words, ...(action.kind === "delete" && done.length > 0 ? { action: { text: t("undo"), run: () => act(done, { kind: "restore" }) } } : {}) });
        onClear();
      },
    );

  return (
    <div role="group" aria-label={t("forSelected")} className="flex flex-wrap items-center gap-2 rounded-card border border-hairline bg-surface p-3">
      <p role="status" className="tabular me-auto text-ui font-medium">
        {t("selected", { count: selected.length })}
      </p>
      {areDeleted ? (
        <Button loading={isPending} icon={<Icon of={Undo2} size={16} />} onClick={() => act(selected, { kind: "restore" })}>
          {t("restore")}
        </Button>
      ) : (
        <>
          <Chooser
            label={t("setCategory")}
            value={category}
            options={[["", t("noCategory")], ...categories.map((name): [string, string] => [name, name])]}
            isPending={isPending}
            onChoose={setCategory}
            onApply={(value) => act(selected, { kind: "category", category: value })}
          />
          <Chooser
            label={t("setAudience")}
            value={audience}
            options={audiences.map((value) => [value, t(`audiences.${value}`)])}
            isPending={isPending}
            onChoose={setAudience}
            onApply={(visibility) => act(selected, { kind: "visibility", visibility })}
          />
          <Button loading={isPending} icon={<Icon of={RotateCcw} size={16} />} onClick={() => act(selected, { kind: "retry" })}>
            {t("retry")}
          </Button>
          <Button loading={isPending} icon={<Icon of={Trash} size={16} />} className="text-danger" onClick={() => act(selected, { kind: "delete" })}>
            {t("delete")}
          </Button>
        </>
      )}
      <Button look="plain" onClick={onClear}>
        {t("clear")}
      </Button>
    </div>
  );
}

type ChooserProps<T extends string> = { label: string; value: T | null; options: [T, string][]; isPending: boolean; onChoose: (value: T) => void; onApply: (value: T) => void };

/** A choice that is in force only once it is confirmed: for many at once nobody wants to slip. */
function Chooser<T extends string>({ label, value, options, isPending, onChoose, onApply }: ChooserProps<T>) {
  const t = useTranslations("videoAdmin");
  return (
    <span className="flex items-center gap-1">
      <Select aria-label={label} value={value === null ? "choose" : `is ${value}`} onChange={(event) => onChoose(event.target.value.slice("is ".length) as T)} className="max-w-48">
        {value === null && <option value="choose">{label}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={`is ${each}`}>
            {text}
          </option>
        ))}
      </Select>
      {value !== null && (
        <Button loading={isPending} onClick={() => onApply(value)}>
          {t("apply")}
        </Button>
      )}
    </span>
  );
}
