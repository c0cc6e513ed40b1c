import { expect, test } from "vitest";
import { excerptOf } from "@/lib/core/excerpt";

test("a text is told by its first line that says something; a long one is cut, but no character in two", () => {
  expect(excerptOf("\n  \n  Meet at three \nnot later")).toBe("Meet at three");
  expect([excerptOf(""), excerptOf("a".repeat(160))]).toEqual(["", "a".repeat(160)]);
  expect(excerptOf("🎉".repeat(300))).toBe(`${"🎉".repeat(160)}…`);
});
