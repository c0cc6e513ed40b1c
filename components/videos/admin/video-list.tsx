"use client";

import RotateCcw from "@lucide/icons/icons/rotate-ccw";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { notify } from "@/components/ui/notify";
import { Table, type Column } from "@/components/ui/table";
import { Poster } from "@/components/videos/poster";
import { Processing } from "@/components/videos/processing";
import { useLiveStatuses } from "@/components/videos/use-live-statuses";
import styles from "@/components/videos/videos.module.css";
import { formatBytes, formatDuration } from "@/lib/core/format";
import { withQuery } from "@/lib/core/query-string";
import type { Result } from "@/lib/core/result";
import type { VideoDetail, VideoStatus } from "@/lib/videos/contract";

type RetryAction = (input: { id: number }) => Promise<Result<VideoStatus>>;

/** Every video with its state; what is being processed moves by itself. */
export function VideoList({ viewerId, videos, filter, retry }: { viewerId: number; videos: VideoDetail[]; /** What the page's address asks for; an order is chosen beside it. */ filter: Record<string, string | number | undefined>; retry: RetryAction }) {
  const t = useTranslations("uploads");
  const format = useFormatter();
  const locale = useLocale();
  const router = useRouter();
  const running = videos.filter((video) => video.status === "pending" || video.status === "processing");
  const live = useLiveStatuses(viewerId, running.map((video) => ({ id: video.id, ownerId: video.owner.id })));
  const isOutdated = running.some((video) => {
    const news = live.get(video.id)?.status.processing_status;
    return news === "ready" || news === "failed";
  });
  // The words of an error, the picture and the length come with the row.
  useEffect(() => {
    if (isOutdated) router.refresh();
  }, [isOutdated, router]);

  const columns: Column<VideoDetail>[] = [
    { key: "title", title: t("columns.title"), heading: true, sort: "title", cell: (video) => <TitleCell video={video} /> },
    { key: "state", title: t("columns.state"), cell: (video) => <StateCell video={video} live={live.get(video.id)} /> },
    { key: "length", title: t("columns.length"), numeric: true, sort: "-length", cell: (video) => (video.durationSeconds > 0 ? formatDuration(video.durationSeconds) : "–") },
    { key: "size", title: t("columns.size"), numeric: true, sort: "-size", cell: (video) => <span className="whitespace-nowrap">{formatBytes(video.sourceSizeBytes, locale)}</span> },
    { key: "uploaded", title: t("columns.uploaded"), numeric: true, sort: "-since", cell: (video) => <span className="whitespace-nowrap">{format.dateTime(new Date(video.createdAt), { dateStyle: "medium" })}</span> },
    { key: "actions", title: t("columns.actions"), actions: true, cell: (video) => video.canRetry && <RetryButton video={video} retry={retry} /> },
  ];
  return <Table caption={t("list")} columns={columns} rows={videos} rowKey={(video) => video.id} sorting={{ current: String(filter.sort ?? "-since"), href: (sort) => withQuery("/admin/videos", { ...filter, sort, before: null }) }} />;
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

function RetryButton({ video, retry }: { video: VideoDetail; retry: RetryAction }) {
  const t = useTranslations("uploads");
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    const result = await retry({ id: video.id });
    setAsking(false);
    if (!result.ok) notify({ text: result.error.detail, tone: "danger" });
    router.refresh();
  };
  return (
    <Button loading={isAsking} icon={<Icon of={RotateCcw} size={16} />} aria-label={t("retryOf", { title: video.title })} onClick={() => void (isAsking || ask())}>
      {t("retry")}
    </Button>
  );
}
