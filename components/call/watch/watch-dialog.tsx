"use client";

import Search from "@lucide/icons/icons/search";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { findVideos } from "@/components/call/watch/find-videos";
import { readLibrary, showInCall } from "@/components/call/watch/watch-api";
import styles from "@/components/call/watch/watch.module.css";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { formatDuration } from "@/lib/core/format";
import type { VideoListItem } from "@/lib/videos/contract";

type Library = { kind: "loading" } | { kind: "failed" } | { kind: "read"; videos: VideoListItem[] };

/** The picture on our own origin, whatever address the installation gives to others. */
function posterOf({ thumbnail_url: url }: VideoListItem): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

/** Which video of one's library everyone in the call shall watch. */
export function WatchDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const t = useTranslations("watch");
  const [library, setLibrary] = useState<Library>({ kind: "loading" });
  const [tries, setTries] = useState(0);
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState<number | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    void readLibrary(controller.signal).then((videos) => !controller.signal.aborted && setLibrary(videos ? { kind: "read", videos } : { kind: "failed" }));
    return () => controller.abort();
  }, [tries]);

  const show = async (video: VideoListItem) => {
    setBusy(video.id);
    const answer = await showInCall(slug, video.id);
    setBusy(null);
    if (answer === "done") onClose();
    else notify({ text: t(answer), tone: "danger" });
  };
  const again = () => {
    setLibrary({ kind: "loading" });
    setTries(tries + 1);
  };
  const found = library.kind === "read" ? findVideos(library.videos, words) : [];

  return (
    <Dialog open onClose={onClose} title={t("choose")} text={t("chooseText")} closeLabel={t("close")}>
      {library.kind === "loading" && (
        <Loading label={t("loading")} className="grid gap-2">
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} className="h-16 w-full" />
          ))}
        </Loading>
      )}
      {library.kind === "failed" && <EmptyState title={t("libraryFailed")} action={<Button onClick={again}>{t("again")}</Button>} />}
      {library.kind === "read" && library.videos.length === 0 && <EmptyState title={t("empty")} text={t("emptyText")} />}
      {library.kind === "read" && library.videos.length > 0 && (
        <>
          <Field name="words" label={t("search")}>
            {(ids) => (
              <span className="relative grid">
                <Icon of={Search} size={16} className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted" />
                <Input {...ids} type="search" value={words} onChange={(event) => setWords(event.target.value)} className="ps-9" />
              </span>
            )}
          </Field>
          <p role="status" className={found.length > 0 ? "sr-only" : "text-ui text-muted"}>
            {t("found", { count: found.length })}
          </p>
          <ul className={styles.videos}>
            {found.map((video) => (
              <li key={video.id}>
                <button type="button" className={styles.choice} aria-busy={busy === video.id || undefined} disabled={busy !== null} onClick={() => void show(video)}>
                  {/* eslint-disable-next-line @next/next/no-img-element -- behind the session check, which an optimiser would not pass */}
                  <img src={posterOf(video)} alt="" width={128} height={72} loading="lazy" decoding="async" />
                  <span className="grid min-w-0 gap-0.5 text-start">
                    <bdi className="line-clamp-2 text-ui font-medium break-words">{video.title}</bdi>
                    <span className="tabular truncate text-sm text-muted">
                      {formatDuration(video.duration)} · {video.category}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
