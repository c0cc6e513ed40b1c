import type { VideoListItem } from "@/lib/videos/contract";

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The videos in whose title, category or description every word is found, accents and case aside; those with all words in the title first. */
export function findVideos(videos: readonly VideoListItem[], words: string): VideoListItem[] {
  const wanted = plain(words).split(/\s+/).filter((word) => word !== "");
  const has = (text: string) => wanted.every((word) => plain(text).includes(word));
  const found = videos.filter(({ title, category, description }) => has(`${title} ${category} ${description}`));
  return [...found.filter(({ title }) => has(title)), ...found.filter(({ title }) => !has(title))];
}
