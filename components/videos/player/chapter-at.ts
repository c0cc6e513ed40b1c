import type { ChapterItem } from "@/lib/videos/contract";

/** The number of the chapter in which a time lies; -1 before the first. Chapters are in their order. */
export function chapterAt(chapters: readonly ChapterItem[], seconds: number): number {
  return chapters.findLastIndex(({ start }) => start <= seconds + 0.05);
}

/** Where the chapter key leads: to the next one, or to the start of this one, and from there to the one before. Null where there is none. */
export function chapterStep(chapters: readonly ChapterItem[], seconds: number, step: 1 | -1): ChapterItem | null {
  const at = chapterAt(chapters, seconds);
  if (step === 1) return chapters[at + 1] ?? null;
  const isInside = at >= 0 && seconds - chapters[at]!.start > 3;
  return chapters[isInside ? at : at - 1] ?? chapters[0] ?? null;
}
