import { expect, test } from "vitest";
import { figuresOf } from "@/lib/recordings/figures";
import { keptDaysOf } from "@/lib/recordings/limits";

test.each([
  ["neither says anything", 0, 0, 0],
  ["only the room says it", 30, 0, 30],
  ["only the installation says it", 0, 90, 90],
  ["the room wants it sooner", 7, 90, 7],
  ["the room wants it longer", 365, 90, 90],
])("a recording is kept where %s", (_, roomDays, installationDays, days) => {
  expect(keptDaysOf(roomDays, installationDays)).toBe(days);
});

test("the share of a core is that since the last report", () => {
  let atMs = 0;
  const figures = figuresOf(() => atMs);
  const report = { type: "progress", seconds: 5, bytes: 100, cpuSeconds: 2, rssBytes: 7 } as const;
  atMs = 5_000;
  expect(figures(report)).toEqual({ seconds: 5, bytes: 100, cpuShare: 0.4, rssBytes: 7 });
  atMs = 7_000;
  expect(figures({ ...report, cpuSeconds: 5 }).cpuShare).toBe(1.5);
});
