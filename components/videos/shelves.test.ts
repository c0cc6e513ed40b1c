import { describe, expect, it } from "vitest";
import { toShelves } from "@/components/videos/shelves";
import { upNext } from "@/components/videos/up-next";
import type { VideoCard } from "@/lib/videos/contract";

const card = (id: number, category: string): VideoCard => ({ id, category, title: `Video ${id}`, description: "", createdAt: "2026-01-01T00:00:00.000000Z", durationSeconds: 60, posterUrl: null, visibility: "authenticated" });
const cards = [card(6, "Talks"), card(5, "Tours"), card(4, "Talks"), card(3, "Other"), card(2, "Talks"), card(1, "Tours")];
const ids = (list: VideoCard[]) => list.map((each) => each.id);

describe("the library", () => {
  it("shows the newest large and the others as new", () => {
    const shelves = toShelves(cards, []);
    expect(shelves.hero?.id).toBe(6);
    expect(ids(shelves.newest)).toEqual([5, 4, 3, 2, 1]);
  });

  it("has a row for each category in their order, what has none last, newest first inside", () => {
    expect(toShelves(cards, ["Empty", "Tours", "Talks"]).categories.map((shelf) => shelf.category)).toEqual(["Tours", "Talks", "Other"]);
    expect(toShelves(cards, ["Talks", "Tours"]).categories.map((shelf) => [shelf.category, ids(shelf.cards)])).toEqual([
      ["Talks", [6, 4, 2]],
      ["Tours", [5, 1]],
      ["Other", [3]],
    ]);
  });

  it("does not repeat everything under the only category", () => {
    expect(toShelves([card(2, "Other"), card(1, "Other")], []).categories).toEqual([]);
  });

  it("is empty without videos", () => {
    expect(toShelves([], [])).toEqual({ hero: null, newest: [], categories: [] });
  });
});

describe("what comes next", () => {
  it("goes on in the category, then round to its start, then elsewhere", () => {
    expect(ids(upNext(cards, card(4, "Talks"), 5))).toEqual([2, 6, 5, 3, 1]);
  });

  it("never offers the video itself, and no more than asked", () => {
    expect(ids(upNext(cards, card(6, "Talks"), 2))).toEqual([4, 2]);
  });
});
