"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { useProblemWords, type VideoActs } from "@/components/videos/edit/video-acts";
import type { DetailLimits } from "@/components/videos/admin/draft-row";
import type { Failure } from "@/lib/core/result";
import type { ManagedVideo, VideoVisibility } from "@/lib/videos/contract";

type Values = { title: string; category: string; description: string; visibility: VideoVisibility; roomId: number | null };

const offered = ["authenticated", "room", "private"] as const;

/** What differs, as the server is asked for it: the audience as a whole. */
function changesOf(before: Values, now: Values) {
  const { title, category, description } = now;
  const isOtherAudience = now.visibility !== before.visibility || now.roomId !== before.roomId;
  return {
    ...(title === before.title ? {} : { title }),
    ...(category === before.category ? {} : { category }),
    ...(description === before.description ? {} : { description }),
    ...(isOtherAudience ? { visibility: now.visibility, ...(now.visibility === "room" && now.roomId !== null ? { room_id: now.roomId } : {}) } : {}),
  };
}

/** The words and the audience of a video; saved on purpose, undone from the notice. */
export function EditForm({ video, rooms, categories, limits, change }: { video: Pick<ManagedVideo, "id" | "title" | "category" | "description" | "visibility" | "room">; rooms: readonly { id: number; name: string }[]; categories: readonly string[]; limits: DetailLimits; change: VideoActs["change"] }) {
  const t = useTranslations("videoEdit");
  const words = useProblemWords();
  const router = useRouter();
  const before: Values = { title: video.title, category: video.category, description: video.description, visibility: video.visibility, roomId: video.room?.id ?? null };
  const [values, setValues] = useState(before);
  const [failure, setFailure] = useState<Failure | null | undefined>();
  const [isPending, start] = useTransition();
  const edit = (part: Partial<Values>) => setValues((now) => ({ ...now, ...part }));

  const changes = changesOf(before, values);
  const put = (asked: typeof changes, undo?: () => void) =>
    start(async () => {
      const result = await change({ id: video.id, changes: asked }).catch(() => null);
      setFailure(result?.ok ? undefined : (result?.error ?? null));
      if (!result?.ok) return;
      notify({ text: t("saved"), ...(undo ? { action: { text: t("undo"), run: undo } } : {}) });
      router.refresh();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(changes).length === 0) return;
    put(changes, () => {
      setValues(before);
      put(changesOf(values, before));
    });
  };
  const mistake = (name: "title" | "category" | "description" | "room_id", max = 0) => (Object.keys(failure?.fields ?? {}).some((field) => field === name || field === `changes.${name}`) ? [t(`mistakes.${name}`, { max })] : undefined);
  // A room of others stays what it is; the list names only one's own.
  const choices = video.room && !rooms.some(({ id }) => id === video.room?.id) ? [video.room, ...rooms] : rooms;
  const audiences = video.visibility === "public" ? [...offered, "public" as const] : offered;
  return (
    <form onSubmit={submit} noValidate className="grid max-w-text gap-5">
      <FormError>{failure === undefined ? null : words(failure)}</FormError>
      <Field name="title" label={t("name")} errors={mistake("title", limits.titleMaxLength)}>
        {(ids) => <Input {...ids} name="title" dir="auto" autoComplete="off" required maxLength={limits.titleMaxLength} value={values.title} onChange={(event) => edit({ title: event.target.value })} />}
      </Field>
      <Field name="category" label={t("category")} optional={t("optional")} errors={mistake("category", limits.categoryMaxLength)}>
        {(ids) => <Input {...ids} name="category" dir="auto" list="categories" autoComplete="off" maxLength={limits.categoryMaxLength} value={values.category} onChange={(event) => edit({ category: event.target.value })} />}
      </Field>
      <datalist id="categories">
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
      <Field name="visibility" label={t("audience")}>
        {(ids) => (
          <Select {...ids} name="visibility" value={values.visibility} onChange={(event) => edit({ visibility: event.target.value as VideoVisibility, roomId: event.target.value === "room" ? before.roomId : null })}>
            {audiences.map((each) => (
              <option key={each} value={each}>
                {t(`visibility.${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {values.visibility === "room" && (
        <Field name="room" label={t("room")} hint={choices.length === 0 ? t("noRooms") : undefined} errors={mistake("room_id")}>
          {(ids) => (
            <Select {...ids} name="room" required value={values.roomId ?? ""} onChange={(event) => edit({ roomId: event.target.value === "" ? null : Number(event.target.value) })}>
              <option value="">{t("chooseRoom")}</option>
              {choices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field name="description" label={t("description")} optional={t("optional")} errors={mistake("description", limits.descriptionMaxLength)}>
        {(ids) => <Textarea {...ids} name="description" dir="auto" rows={5} maxLength={limits.descriptionMaxLength} value={values.description} onChange={(event) => edit({ description: event.target.value })} />}
      </Field>
      <div>
        <Button type="submit" look="primary" loading={isPending} disabled={Object.keys(changes).length === 0}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
