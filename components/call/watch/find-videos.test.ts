import { expect, test } from "vitest";
import { findVideos } from "@/components/call/watch/find-videos";

const video = (id: number, title: string, category = "Talks", description = "") => ({ id, title, category, description, created_at: "", thumbnail_url: "", duration: 1 });

test("every word must be found, accents and case aside; titles come first", () => {
  const videos = [video(1, "Élan of a team"), video(2, "Stand-up", "Élan"), video(3, "The plan", "Talks", "An elan plan")];
  const ids = (words: string) => findVideos(videos, words).map(({ id }) => id);
  expect([ids(""), ids("  ELAN "), ids("elan plan"), ids("plan the"), ids("nothing")]).toEqual([[1, 2, 3], [1, 2, 3], [3], [3], []]);
  expect(findVideos([videos[1]!, videos[0]!], "élan").map(({ id }) => id)).toEqual([1, 2]);
});
