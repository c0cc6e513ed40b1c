"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type PointerEvent } from "react";
import { chapterAt } from "@/components/videos/player/chapter-at";
import styles from "@/components/videos/player/player.module.css";
import { cueAt, type StoryboardCue } from "@/components/videos/player/storyboard-cues";
import { useStoryboard } from "@/components/videos/player/use-storyboard";
import { formatDuration } from "@/lib/core/format";
import type { ChapterItem } from "@/lib/videos/contract";

type SeekBarProps = { time: number; duration: number; bufferedUntil: number; storyboardUrl: string | null; chapters?: readonly ChapterItem[]; onSeek: (seconds: number) => void };

const noChapters: ChapterItem[] = [];

/** Where we are, how far it is loaded, and what is where: a picture above the pointer. One native range, so that every kind of input works. */
export function SeekBar({ time, duration, bufferedUntil, storyboardUrl, chapters = noChapters, onSeek }: SeekBarProps) {
  const t = useTranslations("player");
  const isDragging = useRef(false);
  const [dragged, setDragged] = useState<number | null>(null);
  const [hovered, setHovered] = useState<{ seconds: number; left: number } | null>(null);
  const storyboard = useStoryboard(storyboardUrl);
  const shown = dragged ?? time;
  const fraction = (seconds: number) => (duration > 0 ? Math.min(1, seconds / duration) : 0);

  const look = (event: PointerEvent<HTMLDivElement>) => {
    storyboard.load();
    const box = event.currentTarget.getBoundingClientRect();
    const place = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
    setHovered({ seconds: (isRightToLeft ? 1 - place : place) * duration, left: place * box.width });
  };
  const release = () => {
    isDragging.current = false;
    if (dragged !== null) onSeek(dragged);
    setDragged(null);
    setHovered(null);
  };

  return (
    <div className={styles.bar} onPointerMove={look} onPointerLeave={() => !isDragging.current && setHovered(null)}>
      <div aria-hidden="true" className={styles.track}>
        <span className={styles.buffered} style={{ transform: `scaleX(${fraction(Math.max(bufferedUntil, time))})` }} />
        <span className={styles.played} style={{ transform: `scaleX(${fraction(shown)})` }} />
        {chapters.map(({ start }) => start > 0 && start < duration && <i key={start} className={styles.mark} style={{ insetInlineStart: `${fraction(start) * 100}%` }} />)}
      </div>
      <input
        type="range"
        data-player-bar=""
        aria-label={t("seek")}
        aria-valuetext={t("timeOf", { time: formatDuration(shown), duration: formatDuration(duration) })}
        min={0}
        max={duration || 1}
        step="any"
        value={Math.min(shown, duration || 1)}
        onPointerDown={() => (isDragging.current = true)}
        onPointerUp={release}
        onPointerCancel={release}
        onChange={(event) => {
          const seconds = event.target.valueAsNumber;
          if (isDragging.current) setDragged(seconds);
          // Keys and assistive technology: each step counts at once.
          else onSeek(seconds);
        }}
      />
      {hovered && duration > 0 && <Preview seconds={hovered.seconds} left={hovered.left} cue={cueAt(storyboard.cues, hovered.seconds)} chapter={chapters[chapterAt(chapters, hovered.seconds)]?.title ?? null} />}
    </div>
  );
}

function Preview({ seconds, left, cue, chapter }: { seconds: number; left: number; cue: StoryboardCue | null; chapter: string | null }) {
  const half = (cue?.width ?? 48) / 2;
  return (
    <div aria-hidden="true" className={styles.preview} style={{ left: `clamp(${half - 8}px, ${left}px, calc(100% - ${half - 8}px))` }}>
      {cue && (
        <span
          className={styles.previewPicture}
          style={{ width: cue.width, height: cue.height, backgroundImage: `url(${JSON.stringify(cue.sheetUrl)})`, backgroundPosition: `${-cue.x}px ${-cue.y}px` }}
        />
      )}
      {chapter !== null && <span className={styles.previewChapter}>{chapter}</span>}
      <span className={styles.previewTime}>{formatDuration(seconds)}</span>
    </div>
  );
}
