import { expect, test } from "vitest";
import { readLines, toLines } from "@/components/videos/edit/chapter-lines";

test("chapters are written and read as lines, and come back as they were", () => {
  const chapters = [{ start: 0, title: "Intro" }, { start: 75.5, title: "The harbour: 1 of 2" }, { start: 3723, title: "Questions" }];
  expect(toLines(chapters)).toBe("0:00 Intro\n1:15.500 The harbour: 1 of 2\n1:02:03 Questions");
  expect(readLines(toLines(chapters))).toEqual({ chapters });
});

test("empty lines do not count, and the first line that names no chapter is told by its number", () => {
  expect(readLines("\n 0:05  A \n\n10:00 B\n")).toEqual({ chapters: [{ start: 5, title: "A" }, { start: 600, title: "B" }] });
  for (const wrong of ["Intro", "0:00", "0:60 A", "1:2 A", "-1:00 A"]) expect(readLines(`0:00 A\n${wrong}`), wrong).toEqual({ wrongLine: 2 });
  expect(readLines("")).toEqual({ chapters: [] });
});
