import { expect, test } from "vitest";
import { forget, hear, shownMs, shownOf, type Heard, type Line } from "@/components/call/captions/lines";

let order = 0;
const said = (identity: string, segment: string, text: string, isFinal = false): Heard => ({ identity, name: identity, segment, text, isFinal, order: (order += 1) });
const texts = (lines: Line[]) => lines.map(({ identity, text }) => `${identity}: ${text}`);

test("a sentence grows in its place, each person has their own", () => {
  let lines = hear([], said("u1", "a", "Good"), 0);
  lines = hear(lines, said("u2", "a", "Hello"), 100);
  lines = hear(lines, said("u1", "a", "Good morning", true), 500);
  expect(texts(shownOf(lines, 600))).toEqual(["u1: Good morning", "u2: Hello"]);
  expect(lines[0]).toMatchObject({ startedAtMs: 0, atMs: 500 });
});

test("what comes late of a sentence does not undo what is newer, and silence makes no line", () => {
  const early = said("u1", "a", "Do");
  let lines = hear([], said("u1", "a", "Done"), 0);
  lines = hear(lines, early, 5);
  expect(texts(lines)).toEqual(["u1: Done"]);
  lines = hear(lines, said("u1", "a", "Done.", true), 10);
  lines = hear(lines, said("u1", "a", "Do"), 15);
  lines = hear(lines, said("u1", "b", "  "), 20);
  expect(texts(lines)).toEqual(["u1: Done."]);
});

test("the last few are shown until they were read, and forgotten later", () => {
  const lines = ["a", "b", "c", "d"].reduce<Line[]>((all, segment, at) => hear(all, said("u1", segment, segment, true), at), []);
  expect(texts(shownOf(lines, 10))).toEqual(["u1: b", "u1: c", "u1: d"]);
  expect(shownOf(lines, 3 + shownMs)).toEqual([]);
  expect(forget(lines, 3 + shownMs)).toHaveLength(4);
  expect(forget(lines, 100 * shownMs)).toEqual([]);
});

test("a flood of sentences, or one without an end, stays small", () => {
  let lines: Line[] = [];
  for (let at = 0; at < 500; at += 1) lines = hear(lines, said("u1", String(at), "x".repeat(5000), true), at);
  expect(lines.length).toBeLessThan(100);
  expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThan(1000);
});
