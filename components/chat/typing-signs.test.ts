import { expect, test } from "vitest";
import { TypingSigns } from "@/components/chat/typing-signs";
import { settings } from "@/lib/core/settings";

const againMs = 1000 * settings.typingAgainSeconds;

test("somebody who writes is told every few seconds, and at once when they begin anew", () => {
  const signs = new TypingSigns();
  expect([0, 1, againMs - 1, againMs, againMs + 1].map((nowMs) => signs.takeTurn("x", nowMs))).toEqual([true, false, false, true, false]);
  expect([signs.takeTurn("  ", againMs + 2), signs.takeTurn("y", againMs + 3)]).toEqual([false, true]);
});

test("while enough others write one more is not told, until they have stopped", () => {
  const signs = new TypingSigns();
  const others = Array.from({ length: settings.typistsTold }, (_, n) => n + 1);
  signs.hear(others.slice(1), 0);
  expect(signs.takeTurn("x", 1)).toBe(true);
  signs.hear(others, againMs);
  expect(signs.takeTurn("x", 2 * againMs)).toBe(false);
  expect(signs.takeTurn("x", againMs + 1000 * settings.typingLastsSeconds)).toBe(true);
});
