import Play from "@lucide/icons/icons/play";
import { useFormatter, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { categoryName } from "@/components/videos/category-name";
import type { LibraryFilter } from "@/components/videos/library-filter";
import { LibrarySearch } from "@/components/videos/library-search";
import { Poster } from "@/components/videos/poster";
import { toShelves } from "@/components/videos/shelves";
import { VideoTile } from "@/components/videos/video-tile";
import styles from "@/components/videos/videos.module.css";
import { formatDuration } from "@/lib/core/format";
import type { VideoCard } from "@/lib/videos/contract";

const begunCount = 12;

function Hero({ video }: { video: VideoCard }) {
  const t = useTranslations("videos");
  const format = useFormatter();
  const facts = [categoryName(video.category, t("other")), formatDuration(video.durationSeconds), format.dateTime(new Date(video.createdAt), { dateStyle: "medium" })];
  return (
    <section aria-labelledby="hero-title" data-theme="dark" className={styles.hero}>
      <Poster url={video.posterUrl} isFirst className={styles.heroPicture} />
      <div className={styles.heroShade} />
      <div className={styles.heroWords}>
        <p className="tabular text-sm font-medium text-muted">{facts.join(" · ")}</p>
        <h2 id="hero-title" className="line-clamp-3 text-2xl break-words md:text-3xl">
          {video.title}
        </h2>
        {video.description && <p className="line-clamp-2 max-w-text text-base">{video.description}</p>}
        <ButtonLink href={`/videos/${video.id}`} look="primary" icon={<Icon of={Play} size={18} fill="currentColor" />} className="mt-1 px-6">
          {t("play")}
        </ButtonLink>
      </div>
    </section>
  );
}

function Shelf({ id, title, videos, isFirst, seen }: { id: string; title: string; videos: VideoCard[]; isFirst?: boolean; /** Where one goes on, by the videos' ids. */ seen?: ReadonlyMap<number, number> }) {
  return (
    <section aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id={id} className="text-lg">
        {title}
      </h2>
      <ul className={styles.shelf}>
        {videos.map((video) => (
          <li key={video.id}>
            <VideoTile video={video} isFirst={isFirst} seenSeconds={seen?.get(video.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The library: the newest video large, what one has begun, then rows. No script of its own. */
export function Library({ videos, order, seen }: { videos: VideoCard[]; /** Categories, in the order of their rows. */ order: readonly string[]; /** Where the reader is in the videos they have begun, the last one first. */ seen: ReadonlyMap<number, number> }) {
  const t = useTranslations("videos");
  const { hero, newest, categories } = toShelves(videos, order);
  const byId = new Map(videos.map((video) => [video.id, video]));
  const begun = [...seen.keys()].flatMap((id) => byId.get(id) ?? []).slice(0, begunCount);
  return (
    <>
      {hero && <Hero video={hero} />}
      <div className="page page-wide grid grid-cols-[minmax(0,1fr)] gap-8 md:gap-10">
        <LibrarySearch videos={videos} filter={{}} />
        {begun.length > 0 && <Shelf id="shelf-begun" title={t("continue")} videos={begun} seen={seen} isFirst />}
        {newest.length > 0 && <Shelf id="shelf-new" title={t("new")} videos={newest} isFirst />}
        {categories.map((shelf, index) => (
          <Shelf key={shelf.category} id={`shelf-${index}`} title={categoryName(shelf.category, t("other"))} videos={shelf.cards} />
        ))}
      </div>
    </>
  );
}

/** What a search or a choice left of the library. */
export function FoundVideos({ videos, all, filter, seen }: { videos: VideoCard[]; all: VideoCard[]; filter: LibraryFilter; seen: ReadonlyMap<number, number> }) {
  const t = useTranslations("videos");
  return (
    <div className="page page-wide grid grid-cols-[minmax(0,1fr)] gap-8">
      <LibrarySearch videos={all} filter={filter} />
      <section aria-labelledby="found" className="grid gap-4">
        <h2 id="found" className="text-lg">
          {t("found", { count: videos.length })}
        </h2>
        {videos.length === 0 && (
          <EmptyState
            title={t("noneTitle")}
            text={t("noneText")}
            action={
              <ButtonLink href="/videos" look="primary">
                {t("showAll")}
              </ButtonLink>
            }
          />
        )}
        <ul className={styles.found}>
          {videos.map((video) => (
            <li key={video.id}>
              <VideoTile video={video} seenSeconds={seen.get(video.id)} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The library's own shape while it is read. */
export function LibrarySkeleton() {
  const t = useTranslations("common");
  return (
    <Loading label={t("loading")}>
      <div className={`${styles.hero} ${styles.heroWaiting}`}>
        <div className={styles.heroWords}>
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-9 w-72" />
          <Skeleton className="h-10 w-28" />
        </div>
      </div>
      <div className="page page-wide grid grid-cols-[minmax(0,1fr)] gap-3">
        <Skeleton className="h-6 w-24" />
        <div className={styles.shelf}>
          {[0, 1, 2, 3, 4].map((place) => (
            <div key={place} className={styles.card}>
              <span className={styles.frame} />
              <Skeleton className="h-4 w-3/4" />
            </div>
          ))}
        </div>
      </div>
    </Loading>
  );
}
