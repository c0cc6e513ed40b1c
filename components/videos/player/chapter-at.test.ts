import { expect, test } from "vitest";
import { chapterAt, chapterStep } from "@/components/videos/player/chapter-at";

const chapters = [{ start: 5, title: "A" }, { start: 60, title: "B" }, { start: 90, title: "C" }];

test("a time lies in the chapter that began last", () => {
  expect([0, 5, 59, 60, 200].map((seconds) => chapterAt(chapters, seconds))).toEqual([-1, 0, 0, 1, 2]);
});

test("the keys lead on, to the start of a chapter, and from there to the one before", () => {
  const step = (seconds: number, by: 1 | -1) => chapterStep(chapters, seconds, by)?.title ?? null;
  expect([step(0, 1), step(5, 1), step(95, 1)]).toEqual(["A", "B", null]);
  expect([step(70, -1), step(61, -1), step(6, -1), step(0, -1)]).toEqual(["B", "A", "A", "A"]);
  expect(chapterStep([], 10, -1)).toBeNull();
});
