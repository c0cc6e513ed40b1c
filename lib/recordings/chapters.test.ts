import { expect, test } from "vitest";
import { settings } from "@/lib/core/settings";
import { chaptersOf } from "@/lib/recordings/chapters";

const spoken = (...turns: [identity: string, seconds: number][]) => {
  let at = 0;
  return turns.map(([identity, seconds]) => {
    const turn = { at, identity };
    at += seconds;
    return turn;
  });
};

test("each longer stretch of one person is a chapter; an interjection belongs to whom it interrupts", () => {
  const speakers = spoken(["ada", 60], ["linus", 3], ["ada", 40], ["grace", 90], ["ada", 1], ["grace", 4], ["linus", 30]);
  expect(chaptersOf(speakers, 228)).toEqual([{ start: 0, identity: "ada" }, { start: 103, identity: "grace" }, { start: 198, identity: "linus" }]);
});

test("the first begins with the film, and a short beginning belongs to what comes", () => {
  expect(chaptersOf([{ at: 8, identity: "linus" }, { at: 12, identity: "ada" }, { at: 100, identity: "grace" }], 150)).toEqual([{ start: 0, identity: "ada" }, { start: 100, identity: "grace" }]);
});

test("a quick exchange is named after who spoke most in it", () => {
  const exchange = Array.from({ length: 10 }, (): [string, number][] => [["linus", 2], ["grace", 6]]).flat();
  expect(chaptersOf(spoken(["ada", 50], ["grace", 25], ...exchange), 155)).toEqual([{ start: 0, identity: "ada" }, { start: 50, identity: "grace" }]);
});

test.each([
  ["nobody spoke", [], 60],
  ["one alone spoke", spoken(["ada", 300]), 300],
  ["the other only said a word", spoken(["ada", 200], ["grace", 5]), 205],
  ["it is too short", spoken(["ada", 15], ["grace", 15]), 30],
  ["the other spoke after the file was cut off", spoken(["ada", 200], ["grace", 100]), 200],
])("there are none where %s", (_, speakers, seconds) => {
  expect(chaptersOf(speakers, seconds)).toEqual([]);
});

test("a long day has no more than people look through, each long enough, in order", () => {
  const people = ["ada", "grace", "linus"];
  const speakers = Array.from({ length: 20_000 }, (_, index) => ({ at: index * 1.5 + (index % 7) / 10, identity: people[index % 3 === 0 ? (index * 7) % 3 : Math.floor(index / 40) % 3]! }));
  const chapters = chaptersOf(speakers, 30_000);
  expect(chapters.length).toBeGreaterThan(1);
  expect(chapters.length).toBeLessThanOrEqual(settings.recordingMaxChapters);
  const starts = chapters.map(({ start }) => start);
  for (const [index, start] of starts.slice(1).entries()) expect(start - starts[index]!).toBeGreaterThanOrEqual(settings.recordingChapterSeconds);
});
