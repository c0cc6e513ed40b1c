import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { categoryName } from "@/components/videos/category-name";
import { Poster } from "@/components/videos/poster";
import styles from "@/components/videos/videos.module.css";
import { formatDuration } from "@/lib/core/format";
import type { VideoCard } from "@/lib/videos/contract";

/** What to watch after this one. */
export function UpNext({ videos }: { videos: VideoCard[] }) {
  const t = useTranslations("videos");
  const format = useFormatter();
  return (
    <aside aria-labelledby="up-next" className="grid gap-3">
      <h2 id="up-next" className="text-lg">
        {t("upNext")}
      </h2>
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-1">
        {videos.map((video) => (
          <li key={video.id}>
            <Link href={`/videos/${video.id}`} className={`${styles.card} grid-cols-[9rem_minmax(0,1fr)]`}>
              <span className={styles.frame}>
                <Poster url={video.posterUrl} />
                <span aria-hidden="true" className={styles.length}>
                  {formatDuration(video.durationSeconds)}
                </span>
              </span>
              <span className="grid content-start gap-0.5">
                <span className="line-clamp-2 text-ui font-semibold break-words">{video.title}</span>
                <span className="text-sm text-muted">
                  <span className="sr-only">{t("lasts", { length: formatDuration(video.durationSeconds) })} </span>
                  {categoryName(video.category, t("other"))} · {format.dateTime(new Date(video.createdAt), { dateStyle: "medium" })}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </aside>
  );
}
