"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { useProblemWords, type VideoActs } from "@/components/videos/edit/video-acts";
import type { Result } from "@/lib/core/result";

/** Deletes a video, undone from the notice, or brings a deleted one back. `gone`: where to go once it is deleted; null: the page stays. */
export function KeepOrDelete({ video, gone, acts }: { video: { id: number; title: string; isDeleted: boolean }; gone: string | null; acts: Pick<VideoActs, "remove" | "restore"> }) {
  const t = useTranslations("videoEdit");
  const words = useProblemWords();
  const router = useRouter();
  const [isPending, start] = useTransition();

  const run = (act: () => Promise<Result<void>>, done: () => void) =>
    start(async () => {
      const result = await act().catch(() => null);
      if (!result?.ok) return notify({ text: words(result?.error ?? null), tone: "danger" });
      done();
      router.refresh();
    });
  const restore = () =>
    run(() => acts.restore({ id: video.id }), () => {
      notify({ text: t("restored", { title: video.title }) });
    });
  const remove = () =>
    run(() => acts.remove({ id: video.id }), () => {
      notify({ text: t("deleted", { title: video.title }), action: { text: t("undo"), run: restore } });
      if (gone) router.push(gone);
    });
  return video.isDeleted ? (
    <Button loading={isPending} onClick={restore}>
      {t("restore")}
    </Button>
  ) : (
    <Button look="danger" loading={isPending} onClick={remove}>
      {t("delete")}
    </Button>
  );
}
