import { formatDuration } from "@/lib/core/format";
import type { ChapterItem } from "@/lib/videos/contract";

/** `0:00`, `12:34`, `1:02:03`, with parts of a second where somebody wants them; then the title. */
const line = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{2}(?:\.\d{1,3})?)\s+(\S.*)$/;

/** Chapters as one writes them below a video: a line each. */
export function toLines(chapters: readonly ChapterItem[]): string {
  return chapters.map(({ start, title }) => `${formatDuration(Math.floor(start))}${start % 1 === 0 ? "" : (start % 1).toFixed(3).slice(1)} ${title}`).join("\n");
}

/** The chapters that lines name, or the number of the first line that names none (from 1). Empty lines are skipped. */
export function readLines(text: string): { chapters: ChapterItem[] } | { wrongLine: number } {
  const chapters: ChapterItem[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    if (raw.trim() === "") continue;
    const [, hours = "0", minutes = "", seconds = "", title = ""] = line.exec(raw.trim()) ?? [];
    if (title === "" || Number(seconds) >= 60) return { wrongLine: index + 1 };
    chapters.push({ start: Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000) / 1000, title });
  }
  return { chapters };
}
