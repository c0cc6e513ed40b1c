"use client";

import Upload from "@lucide/icons/icons/upload";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { DraftRow, type DetailLimits } from "@/components/videos/admin/draft-row";
import { useFileDrop } from "@/components/videos/admin/use-file-drop";
import { UploadRow } from "@/components/videos/admin/upload-row";
import { titleOfFile } from "@/components/videos/upload/names";
import { tusTransfers } from "@/components/videos/upload/tus-transfer";
import { UploadQueue, type UploadItem } from "@/components/videos/upload/upload-queue";
import { formatBytes } from "@/lib/core/format";
import type { UploadLimits } from "@/lib/videos/contract";

export type UploadPanelProps = { limits: UploadLimits; details: DetailLimits; categories: string[]; listedIds: readonly number[] };

/** Names for those systems that do not know what is a video. */
const accepted = "video/*,.mp4,.m4v,.mov,.mkv,.webm,.avi,.ts,.m2ts,.mts,.mpg,.mpeg,.wmv,.flv,.ogv,.3gp";
const noItems: UploadItem[] = [];

function useUploadQueue(limits: UploadLimits, titleMaxLength: number): [UploadQueue, UploadItem[]] {
  const router = useRouter();
  const [queue] = useState(
    () =>
      new UploadQueue({
        open: tusTransfers(limits),
        maxBytes: limits.maxBytes,
        firstDetails: (file) => ({ title: titleOfFile(file.name, titleMaxLength), description: "", category: "", visibility: "authenticated" }),
      }),
  );
  const items = useSyncExternalStore(queue.subscribe, queue.getItems, () => noItems);

  useEffect(() => queue.onArrival(() => router.refresh()), [queue, router]);
  useEffect(() => {
    const goOn = () => queue.resumeInterrupted();
    const ask = (event: BeforeUnloadEvent) => {
      if (queue.isBusy()) event.preventDefault();
    };
    window.addEventListener("online", goOn);
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("online", goOn);
      window.removeEventListener("beforeunload", ask);
      queue.stop();
    };
  }, [queue]);

  return [queue, items];
}

/** Takes video files by drop or choice, asks for their titles, sends them and says how far they are. */
export function UploadPanel({ limits, details, categories, listedIds }: UploadPanelProps) {
  const t = useTranslations("uploads");
  const locale = useLocale();
  const [queue, items] = useUploadQueue(limits, details.titleMaxLength);
  const picker = useRef<HTMLInputElement>(null);
  const isOver = useFileDrop((files) => queue.add(files));
  const size = formatBytes(limits.maxBytes, locale);
  const drafts = items.filter((item) => item.state === "draft");
  // A finished one shows until it stands in the list below.
  const others = items.filter((item) => item.state !== "draft" && !(item.videoId !== null && listedIds.includes(item.videoId)));

  return (
    <section aria-label={t("upload")} className="grid gap-4">
      <div
        data-over={isOver || undefined}
        className="grid justify-items-center gap-3 rounded-card border-2 border-dashed border-hairline px-4 py-8 text-center transition-colors data-over:border-accent data-over:bg-accent-soft"
      >
        <p className="text-md font-semibold">{isOver ? t("dropNow") : t("drop")}</p>
        <Button look={drafts.length > 0 ? "quiet" : "primary"} icon={<Icon of={Upload} size={18} />} onClick={() => picker.current?.click()}>
          {t("choose")}
        </Button>
        <p className="text-sm text-muted">{t("limit", { size })}</p>
        <p className="text-sm text-muted">{t("quota", { used: formatBytes(limits.usedBytes, locale), quota: formatBytes(limits.quotaBytes, locale) })}</p>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={accepted}
          aria-label={t("choose")}
          onChange={(event) => {
            queue.add(event.target.files ?? []);
            // The same file can be chosen again.
            event.target.value = "";
          }}
        />
      </div>
      {drafts.length > 0 && (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            queue.startDrafts();
          }}
        >
          <ul className="grid gap-4">
            {drafts.map((item) => (
              <DraftRow key={item.key} item={item} limits={details} onEdit={(changes) => queue.edit(item.key, changes)} onRemove={() => queue.remove(item.key)} />
            ))}
          </ul>
          <datalist id="video-categories">
            {categories.map((category) => (
              <option key={category} value={category} />
            ))}
          </datalist>
          <Button type="submit" look="primary" className="justify-self-end">
            {t("start", { count: drafts.length })}
          </Button>
        </form>
      )}
      {others.length > 0 && (
        <ul className="grid gap-3">
          {others.map((item) => (
            <UploadRow key={item.key} item={item} limit={size} queue={queue} />
          ))}
        </ul>
      )}
    </section>
  );
}
