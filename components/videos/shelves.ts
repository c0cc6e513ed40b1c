import type { VideoCard } from "@/lib/videos/contract";

export type Shelf = { category: string; cards: VideoCard[] };
export type Shelves = { hero: VideoCard | null; newest: VideoCard[]; categories: Shelf[] };

const newestCount = 12;

/** How the library lies out what there is: the newest large, the next ones in a row, then a row a category in the order that these have, what has none last. */
export function toShelves(cards: readonly VideoCard[], order: readonly string[]): Shelves {
  const placeOf = (category: string) => (order.includes(category) ? order.indexOf(category) : order.length);
  const byCategory = new Map<string, VideoCard[]>();
  for (const card of cards) byCategory.set(card.category, [...(byCategory.get(card.category) ?? []), card]);
  const categories = [...byCategory].map(([category, inside]) => ({ category, cards: inside })).sort((a, b) => placeOf(a.category) - placeOf(b.category) || b.cards.length - a.cards.length);
  const newest = cards.slice(1, 1 + newestCount);
  // One category that holds everything would repeat the row above it.
  return { hero: cards[0] ?? null, newest, categories: categories.length > 1 ? categories : [] };
}
