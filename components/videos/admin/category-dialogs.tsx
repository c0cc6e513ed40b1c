"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { askApi } from "@/components/ui/ask-api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import type { VideoCategoryItem } from "@/lib/videos/contract";

/** Another name for a category and all of its videos. */
export function RenameCategory({ category, nameMaxLength, onClose }: { category: VideoCategoryItem; nameMaxLength: number; onClose: () => void }) {
  const t = useTranslations("videoAdmin");
  const { isPending, run } = useVideoAct();
  const [name, setName] = useState(category.name);
  const [isTaken, setTaken] = useState(false);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    run(
      () => askApi("PATCH", `/api/video-categories/${category.id}/`, { body: { name } }),
      onClose,
      ({ code }) => {
        setTaken(code === "invalid_input");
        return code === "invalid_input";
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={t("renameOne", { name: category.name })} text={t("renameText", { count: category.videos })} closeLabel={t("close")}>
      <form onSubmit={rename} className="grid gap-4">
        <Field name="category-name" label={t("name")} errors={isTaken ? [t("nameTaken")] : undefined}>
          {(ids) => <Input {...ids} dir="auto" autoComplete="off" required autoFocus maxLength={nameMaxLength} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" loading={isPending}>
            {t("rename")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type DeleteProps = { category: VideoCategoryItem; others: readonly VideoCategoryItem[]; isPending: boolean; onClose: () => void; onDelete: (moveTo: number | null) => void };

/** Says what becomes of its videos, and lets one choose. */
export function DeleteCategory({ category, others, isPending, onClose, onDelete }: DeleteProps) {
  const t = useTranslations("videoAdmin");
  const [moveTo, setMoveTo] = useState("");
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("deleteCategoryOne", { name: category.name })}
      text={t("deleteCategoryText", { count: category.videos })}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="danger" loading={isPending} onClick={() => onDelete(moveTo === "" ? null : Number(moveTo))}>
            {t("delete")}
          </Button>
        </>
      }
    >
      {category.videos > 0 && others.length > 0 && (
        <Field name="move-to" label={t("moveTo")}>
          {(ids) => (
            <Select {...ids} value={moveTo} onChange={(event) => setMoveTo(event.target.value)}>
              <option value="">{t("noCategory")}</option>
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </Dialog>
  );
}
