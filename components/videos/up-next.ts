import type { VideoCard } from "@/lib/videos/contract";

/** What to watch after a video: the rest of its category from there on, round to its start, then the others. `cards` are newest first. */
export function upNext(cards: readonly VideoCard[], current: Pick<VideoCard, "id" | "category">, count: number): VideoCard[] {
  const others = cards.filter((card) => card.id !== current.id);
  const related = others.filter((card) => card.category === current.category);
  // A larger id is newer: what follows in the list comes first.
  const after = related.filter((card) => card.id < current.id);
  const before = related.filter((card) => card.id > current.id);
  return [...after, ...before, ...others.filter((card) => card.category !== current.category)].slice(0, count);
}
