import { expect, test } from "vitest";
import { codeParts } from "@/lib/core/code-parts";

const cut = (text: string) => codeParts(text).map(({ text: part, code }) => (code ? [code, part] : part));

test("lines between three backticks are code, with or without the name of a language", () => {
  expect(cut("Look:\n```ts\nconst a = `b`;\n\n  @Ada https://x.example\n```\nRight?")).toEqual(["Look:", ["block", "const a = `b`;\n\n  @Ada https://x.example"], "Right?"]);
  expect(cut("```\na\n```")).toEqual([["block", "a"]]);
  expect(cut("```\na\n```\n```\nb\n```")).toEqual([["block", "a"], ["block", "b"]]);
});

test("words between two backticks of one line are code", () => {
  expect(cut("run `npm test` or `npm  start`.")).toEqual(["run ", ["inline", "npm test"], " or ", ["inline", "npm  start"], "."]);
});

test("what is not closed, empty or over several lines stays as it was written", () => {
  for (const text of ["a ` b", "` `", "``", "`a\nb`", "```\nnever closed", "say ```now```", "plain", ""]) expect(codeParts(text).filter(({ code }) => code === "block")).toEqual([]);
  expect(["a ` b", "` `", "``", "`a\nb`", "plain"].map(cut)).toEqual([["a ` b"], ["` `"], ["``"], ["`a\nb`"], ["plain"]]);
});

test("ten thousand backticks hold nobody up: a pattern that tried all ways would not end within the time of a test", () => {
  for (const text of ["`".repeat(10_000), "```\n".repeat(2500), "`a".repeat(5000), "\n```".repeat(2500), "` ".repeat(5000), `\`${" ".repeat(9998)}`, `\`${"a".repeat(9998)}`]) {
    expect(codeParts(text).map((part) => part.text).join("").length).toBeLessThanOrEqual(10_000);
  }
});
