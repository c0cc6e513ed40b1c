"use client";

import { useTranslations } from "next-intl";
import { chapterAt } from "@/components/videos/player/chapter-at";
import styles from "@/components/videos/player/player.module.css";
import { formatDuration } from "@/lib/core/format";
import type { ChapterItem } from "@/lib/videos/contract";

/** The chapters below the picture; one leads to its start. */
export function ChapterList({ chapters, time, onSeek }: { chapters: readonly ChapterItem[]; time: number; onSeek: (seconds: number) => void }) {
  const t = useTranslations("player");
  const now = chapterAt(chapters, time);
  return (
    <nav aria-label={t("chapters")} className="px-4 pt-3 md:px-0">
      <ol className={styles.chapters}>
        {chapters.map(({ start, title }, index) => (
          <li key={start}>
            <button type="button" aria-current={index === now ? "step" : undefined} onClick={() => onSeek(start)}>
              <span className="tabular text-muted">{formatDuration(Math.floor(start))}</span>
              <span className="min-w-0 break-words">{title}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
