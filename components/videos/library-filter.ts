import type { VideoCard } from "@/lib/videos/contract";

export const lengths = ["short", "medium", "long"] as const;

/** What the address of the library asks for; nothing of it: all. */
export type LibraryFilter = { q?: string | undefined; category?: string | undefined; length?: (typeof lengths)[number] | undefined };

const minute = 60;

function hasLength(seconds: number, length: LibraryFilter["length"]): boolean {
  if (length === undefined) return true;
  if (length === "short") return seconds < 5 * minute;
  return length === "medium" ? seconds >= 5 * minute && seconds < 30 * minute : seconds >= 30 * minute;
}

/** Letter case and accents do not count. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The videos of which each word of the search stands somewhere in their words; those whose title has the words first. The order is kept besides. */
export function findVideos(cards: readonly VideoCard[], { q = "", category, length }: LibraryFilter): VideoCard[] {
  const words = plain(q).split(/\s+/).filter((word) => word !== "");
  const has = (text: string) => words.every((word) => text.includes(word));
  const found = cards.filter((card) => (category === undefined || card.category === category) && hasLength(card.durationSeconds, length) && has(plain(`${card.title} ${card.category} ${card.description}`)));
  if (words.length === 0) return found;
  const isTitle = (card: VideoCard) => has(plain(card.title));
  return [...found.filter(isTitle), ...found.filter((card) => !isTitle(card))];
}
