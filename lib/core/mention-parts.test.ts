import { expect, test } from "vitest";
import { mentionedIn, mentionParts } from "@/lib/core/mention-parts";

const names = ["Ada", "Ada Lovelace", "Zoë", "a.b (c)"];
const cut = (text: string) => mentionParts(text, names).map(({ text: part, name }) => (name === undefined ? part : [part, name]));

test("a text is cut at the names that it mentions, the longest first", () => {
  expect(cut("@Ada Lovelace, ask @Ada.")).toEqual([["@Ada Lovelace", 1], ", ask ", ["@Ada", 0], "."]);
  expect(cut("(@Zoë)@a.b (c)!")).toEqual(["(", ["@Zoë", 2], ")", ["@a.b (c)", 3], "!"]);
  expect(cut("@@Ada")).toEqual(["@", ["@Ada", 0]]);
});

test("neither parts of words nor of addresses are names, and joined again the parts are the text", () => {
  for (const text of ["mail@Ada", "@Adam", "@ada", "@", "", "@Adaß", "plain"]) expect(cut(text)).toEqual(text === "" ? [] : [text]);
  const all = "x @Ada @Ada Lovelace@Zoë @nobody 🎉@Ada🎉";
  expect(mentionParts(all, names).map(({ text }) => text).join("")).toBe(all);
  expect(cut(all).filter((part) => typeof part !== "string")).toHaveLength(3);
});

test("a text of many signs is cut in a moment", () => {
  expect(mentionParts("@".repeat(10_000), Array.from({ length: 20 }, (_, n) => "@".repeat(n + 1))).map(({ text }) => text).join("")).toHaveLength(10_000);
});

test("of the people those that are named, once each", () => {
  expect(mentionedIn("@Ada Lovelace and @Ada Lovelace", names.map((name) => ({ name })))).toEqual([{ name: "Ada Lovelace" }]);
  expect(mentionedIn("nobody", [{ name: "Ada" }])).toEqual([]);
});
