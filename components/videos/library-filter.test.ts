import { expect, test } from "vitest";
import { findVideos, type LibraryFilter } from "@/components/videos/library-filter";
import type { VideoCard } from "@/lib/videos/contract";

const card = (id: number, title: string, category: string, durationSeconds: number, description = ""): VideoCard => ({ id, title, category, durationSeconds, description, createdAt: "", posterUrl: null, visibility: "authenticated" });
const cards = [card(1, "Harbour at dawn", "Tours", 60, "Boats"), card(2, "Zürich by tram", "Tours", 600), card(3, "Planning", "Talks", 3600, "About the harbour and the dawn")];
const ids = (filter: LibraryFilter) => findVideos(cards, filter).map(({ id }) => id);

test("each word must stand somewhere, whatever its case and accents; titles come first", () => {
  expect([ids({ q: "HARBOUR dawn" }), ids({ q: "zurich" }), ids({ q: "boats tours" }), ids({ q: "nothing" }), ids({ q: "  " })]).toEqual([[1, 3], [2], [1], [], [1, 2, 3]]);
});

test("a category and a length narrow, together with words", () => {
  expect([ids({ category: "Tours" }), ids({ length: "short" }), ids({ length: "medium" }), ids({ length: "long" }), ids({ q: "harbour", category: "Talks" }), ids({ category: "Unknown" })]).toEqual([[1, 2], [1], [2], [3], [3], []]);
});
