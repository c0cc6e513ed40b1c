import type { VideoCard } from "@/lib/videos/contract";

export type Shelf = { category: string; cards: VideoCard[] };
export type Shelves = { hero: VideoCard | null; newest: VideoCard[]; categories: Shelf[] };

const newestCount = 12;

/** How the library lies out what there is: the newest large, the next ones in a row, then a row a category, the fullest first. */
export function toShelves(cards: readonly VideoCard[]): Shelves {
  const byCategory = new Map<string, VideoCard[]>();
  for (const card of cards) byCategory.set(card.category, [...(byCategory.get(card.category) ?? []), card]);
  const categories = [...byCategory].map(([category, inside]) => ({ category, cards: inside })).sort((a, b) => b.cards.length - a.cards.length);
  const newest = cards.slice(1, 1 + newestCount);
  // One category that holds everything would repeat the row above it.
  return { hero: cards[0] ?? null, newest, categories: categories.length > 1 ? categories : [] };
}
