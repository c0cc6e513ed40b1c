import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Poster } from "@/components/videos/poster";
import styles from "@/components/videos/videos.module.css";
import { formatDuration } from "@/lib/core/format";
import type { VideoCard } from "@/lib/videos/contract";

/** A video among others. One link; a screen reader hears title, length and day. */
export function VideoTile({ video, isFirst, seenSeconds }: { video: VideoCard; isFirst?: boolean; /** Where one goes on. */ seenSeconds?: number }) {
  const t = useTranslations("videos");
  const format = useFormatter();
  const notes = [format.dateTime(new Date(video.createdAt), { dateStyle: "medium" }), ...(video.visibility === "private" ? [t("onlyYou")] : [])];
  return (
    <Link href={`/videos/${video.id}`} className={styles.card}>
      <span className={styles.frame}>
        <Poster url={video.posterUrl} isFirst={isFirst} />
        <span aria-hidden="true" className={styles.length}>
          {formatDuration(video.durationSeconds)}
        </span>
        {seenSeconds !== undefined && video.durationSeconds > 0 && <span aria-hidden="true" className={styles.seen} style={{ width: `${Math.min(100, (seenSeconds / video.durationSeconds) * 100)}%` }} />}
      </span>
      <span className="grid gap-0.5">
        <span className="line-clamp-2 text-ui font-semibold break-words">{video.title}</span>
        <span className="text-sm text-muted">
          <span className="sr-only">{t("lasts", { length: formatDuration(video.durationSeconds) })} </span>
          {seenSeconds === undefined ? notes.join(" · ") : t("left", { time: formatDuration(video.durationSeconds - seenSeconds) })}
        </span>
      </span>
    </Link>
  );
}
