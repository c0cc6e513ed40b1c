"use client";

import ArrowDown from "@lucide/icons/icons/arrow-down";
import ArrowUp from "@lucide/icons/icons/arrow-up";
import Pencil from "@lucide/icons/icons/pencil";
import Plus from "@lucide/icons/icons/plus";
import Trash from "@lucide/icons/icons/trash";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { askApi, type Refusal } from "@/components/ui/ask-api";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { DeleteCategory, RenameCategory } from "@/components/videos/admin/category-dialogs";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import { withQuery } from "@/lib/core/query-string";
import type { DeletedCategory, VideoCategoryItem } from "@/lib/videos/contract";

const address = "/api/video-categories/";

/** The same list with one row a step further up or down. */
function moved(categories: readonly VideoCategoryItem[], at: number, step: 1 | -1): number[] {
  const ids = categories.map(({ id }) => id);
  const [id] = ids.splice(at, 1);
  ids.splice(at + step, 0, id!);
  return ids;
}

/** The categories of the library: made, renamed, put in order, deleted. The order is that of the library's rows. */
export function Categories({ categories, nameMaxLength }: { categories: VideoCategoryItem[]; nameMaxLength: number }) {
  const t = useTranslations("videoAdmin");
  const { isPending, run } = useVideoAct();
  const [name, setName] = useState("");
  const [isTaken, setTaken] = useState(false);
  const [renamed, setRenamed] = useState<VideoCategoryItem | null>(null);
  const [doomed, setDoomed] = useState<VideoCategoryItem | null>(null);

  const create = (event: FormEvent) => {
    event.preventDefault();
    run(
      () => askApi<VideoCategoryItem>("POST", address, { body: { name } }),
      () => setName(""),
      (refusal: Refusal) => {
        setTaken(refusal.code === "invalid_input");
        return refusal.code === "invalid_input";
      },
    );
  };
  const order = (ids: number[]) => run(() => askApi("PUT", `${address}order/`, { body: { ids } }), () => undefined);
  const remove = (category: VideoCategoryItem, moveTo: number | null) =>
    run(
      () => askApi<DeletedCategory>("DELETE", withQuery(`${address}${category.id}/`, { move_to: moveTo })),
      ({ videos }) => {
        setDoomed(null);
        notify({ text: t("categoryDeleted", { name: category.name, count: videos }) });
      },
    );

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <form onSubmit={create} aria-label={t("newCategory")} className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start">
        <Field name="new-category" label={t("newCategory")} errors={isTaken ? [t("nameTaken")] : undefined}>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              autoComplete="off"
              required
              maxLength={nameMaxLength}
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setTaken(false);
              }}
            />
          )}
        </Field>
        <Button type="submit" look="primary" loading={isPending} icon={<Icon of={Plus} size={18} />} className="sm:mt-[1.625rem]">
          {t("create")}
        </Button>
      </form>
      {categories.length === 0 && <EmptyState title={t("noCategories")} text={t("noCategoriesText")} />}
      {categories.length > 0 && (
        <ol aria-label={t("categories")} className="divide-y divide-hairline border-y border-hairline">
          {categories.map((category, at) => (
            <li key={category.id} className="flex min-h-14 items-center gap-3 py-1.5">
              <span className="grid min-w-0 flex-1">
                <bdi className="truncate font-medium">{category.name}</bdi>
                <Link href={withQuery("/admin/videos", { text: category.name })} className="tabular justify-self-start text-sm text-muted underline-offset-3 hover:underline">
                  {t("videosIn", { count: category.videos })}
                </Link>
              </span>
              <span className="flex shrink-0">
                <IconButton label={t("moveUp", { name: category.name })} icon={<Icon of={ArrowUp} size={18} />} disabled={isPending || at === 0} onClick={() => order(moved(categories, at, -1))} />
                <IconButton label={t("moveDown", { name: category.name })} icon={<Icon of={ArrowDown} size={18} />} disabled={isPending || at === categories.length - 1} onClick={() => order(moved(categories, at, 1))} />
                <IconButton label={t("renameOne", { name: category.name })} icon={<Icon of={Pencil} size={18} />} onClick={() => setRenamed(category)} />
                <IconButton label={t("deleteCategoryOne", { name: category.name })} icon={<Icon of={Trash} size={18} />} className="text-danger" onClick={() => setDoomed(category)} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {renamed && <RenameCategory category={renamed} nameMaxLength={nameMaxLength} onClose={() => setRenamed(null)} />}
      {doomed && <DeleteCategory category={doomed} others={categories.filter(({ id }) => id !== doomed.id)} isPending={isPending} onClose={() => setDoomed(null)} onDelete={(moveTo) => remove(doomed, moveTo)} />}
    </div>
  );
}
