"use client";

import X from "@lucide/icons/icons/x";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Select, Textarea } from "@/components/ui/input";
import type { UploadDetails, UploadItem } from "@/components/videos/upload/upload-queue";
import { formatBytes } from "@/lib/core/format";

export type DetailLimits = { titleMaxLength: number; descriptionMaxLength: number; categoryMaxLength: number };

type DraftRowProps = { item: UploadItem; limits: DetailLimits; onEdit: (changes: Partial<UploadDetails>) => void; onRemove: () => void };

/** A chosen file before it is sent: what it will be called, where it stands, who may watch it. */
export function DraftRow({ item, limits, onEdit, onRemove }: DraftRowProps) {
  const t = useTranslations("uploads");
  const common = useTranslations("common");
  const locale = useLocale();
  const { title, category, visibility, description } = item.details;
  return (
    <li>
      <Card className="grid gap-4">
        <div className="flex items-start justify-between gap-4">
          <p className="tabular min-w-0 text-sm text-muted">
            <span className="break-words">{item.name}</span> · {formatBytes(item.sizeBytes, locale)}
          </p>
          <IconButton label={t("remove", { name: item.name })} icon={<Icon of={X} size={18} />} className="-mt-2 -mr-2" onClick={onRemove} />
        </div>
        <div className="grid gap-4 md:grid-cols-[2fr_1fr_1fr]">
          <Field name={`title-${item.key}`} label={t("title")} errors={item.problem?.kind === "untitled" ? [t("problems.untitled")] : undefined}>
            {(ids) => <Input {...ids} value={title} maxLength={limits.titleMaxLength} onChange={(event) => onEdit({ title: event.target.value })} />}
          </Field>
          <Field name={`category-${item.key}`} label={t("category")} optional={common("optional")}>
            {(ids) => <Input {...ids} list="video-categories" value={category} maxLength={limits.categoryMaxLength} onChange={(event) => onEdit({ category: event.target.value })} />}
          </Field>
          <Field name={`visibility-${item.key}`} label={t("audience")}>
            {(ids) => (
              <Select {...ids} value={visibility} onChange={(event) => onEdit({ visibility: event.target.value as UploadDetails["visibility"] })}>
                <option value="authenticated">{t("visibility.authenticated")}</option>
                <option value="private">{t("visibility.private")}</option>
              </Select>
            )}
          </Field>
        </div>
        <Field name={`description-${item.key}`} label={t("description")} optional={common("optional")}>
          {(ids) => <Textarea {...ids} rows={2} value={description} maxLength={limits.descriptionMaxLength} onChange={(event) => onEdit({ description: event.target.value })} />}
        </Field>
      </Card>
    </li>
  );
}
