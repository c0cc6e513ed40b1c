"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/choice";
import { Table, type Column } from "@/components/ui/table";
import { BulkBar } from "@/components/videos/admin/bulk-bar";
import { RetryButton, type RetryAction } from "@/components/videos/admin/retry-button";
import { Poster } from "@/components/videos/poster";
import { Processing } from "@/components/videos/processing";
import { useLiveStatuses } from "@/components/videos/use-live-statuses";
import { useRefreshWhile } from "@/components/videos/use-refresh-while";
import styles from "@/components/videos/videos.module.css";
import { formatBytes, formatDuration } from "@/lib/core/format";
import { withQuery } from "@/lib/core/query-string";
import type { VideoDetail } from "@/lib/videos/contract";

/** Every video with its state; what is being processed moves by itself. */
export function VideoList({ viewerId, videos, categories, filter, retry }: { viewerId: number; videos: VideoDetail[]; categories: readonly string[]; /** What the page's address asks for; an order is chosen beside it. */ filter: Record<string, string | number | undefined>; retry: RetryAction }) {
  const t = useTranslations("uploads");
  const words = useTranslations("videoAdmin");
  const format = useFormatter();
  const locale = useLocale();
  const running = videos.filter((video) => video.status === "pending" || video.status === "processing");
  const live = useLiveStatuses(viewerId, running.map((video) => ({ id: video.id, ownerId: video.owner.id })));
  const outdated = running
    .filter((video) => {
      const news = live.get(video.id)?.status.processing_status;
      return news === "ready" || news === "failed";
    })
    .map(({ id }) => id)
    .join();
  // The words of an error, the picture and the length come with the row.
  useRefreshWhile(outdated);

  // Only what is in this list: a row that left it is selected no more.
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const selected = videos.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
  const tick = (ids: readonly number[], on: boolean) => setTicked((known) => new Set(on ? [...known, ...ids] : [...known].filter((id) => !ids.includes(id))));
  const isAll = selected.length === videos.length;

  const columns: Column<VideoDetail>[] = [
    { key: "select", title: words("selectColumn"), actions: true, cell: (video) => <input type="checkbox" className="size-5" aria-label={words("select", { title: video.title })} checked={ticked.has(video.id)} onChange={(event) => tick([video.id], event.target.checked)} /> },
    { key: "title", title: t("columns.title"), heading: true, sort: "title", cell: (video) => <TitleCell video={video} /> },
    { key: "state", title: t("columns.state"), cell: (video) => <StateCell video={video} live={live.get(video.id)} /> },
    { key: "length", title: t("columns.length"), numeric: true, sort: "-length", cell: (video) => (video.durationSeconds > 0 ? formatDuration(video.durationSeconds) : "–") },
    { key: "size", title: t("columns.size"), numeric: true, sort: "-size", cell: (video) => <span className="whitespace-nowrap">{formatBytes(video.sourceSizeBytes, locale)}</span> },
    { key: "uploaded", title: t("columns.uploaded"), numeric: true, sort: "-since", cell: (video) => <span className="whitespace-nowrap">{format.dateTime(new Date(video.createdAt), { dateStyle: "medium" })}</span> },
    { key: "actions", title: t("columns.actions"), actions: true, cell: (video) => video.canRetry && <RetryButton video={video} retry={retry} /> },
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Checkbox label={words("selectAll")} checked={isAll} ref={(box) => void (box && (box.indeterminate = selected.length > 0 && !isAll))} onChange={(event) => tick(videos.map(({ id }) => id), event.target.checked)} />
      {selected.length > 0 && <BulkBar selected={selected} categories={categories} areDeleted={filter.state === "deleted"} onClear={() => setTicked(new Set())} />}
      <Table caption={t("list")} columns={columns} rows={videos} rowKey={(video) => video.id} sorting={{ current: String(filter.sort ?? "-since"), href: (sort) => withQuery("/admin/videos", { ...filter, sort, before: null }) }} />
    </div>
  );
}

function TitleCell({ video }: { video: VideoDetail }) {
  return (
    <span className="flex min-w-0 items-center gap-3 text-start">
      <span className={`${styles.frame} hidden w-20 shrink-0 md:block`}>
        <Poster url={video.posterUrl} />
      </span>
      <span className="grid min-w-0 gap-0.5">
        <Link href={`/admin/videos/${video.id}`} className="line-clamp-2 break-words underline-offset-3 hover:underline">
          {video.title}
        </Link>
        <span className="truncate text-sm font-normal text-muted">{video.owner.name}</span>
      </span>
    </span>
  );
}

function StateCell({ video, live }: { video: VideoDetail; live: ReturnType<ReturnType<typeof useLiveStatuses>["get"]> }) {
  const t = useTranslations("videos");
  const status = live?.status.processing_status ?? video.status;
  if (video.status === "failed" && video.errorCode) {
    return (
      <span className="grid max-w-80 justify-items-start gap-1.5 text-start">
        <Badge tone="danger">{t("states.failed")}</Badge>
        <span className="text-sm">{t(`errors.${video.errorCode}`)}</span>
      </span>
    );
  }
  if (video.status === "ready") return <Badge tone="accent">{t("states.ready")}</Badge>;
  return <Processing title={video.title} status={status} progress={live?.status.progress ?? video.progress} secondsLeft={live?.secondsLeft ?? null} />;
}
