import { expect, test } from "vitest";
import { slugOfCode } from "@/lib/core/slug";

test("a room is found by its code, by its link, and by what people make of them", () => {
  for (const text of ["abc-defg-hij", " ABC-DEFG-HIJ ", "abc defg hij", "https://meet.example/r/abc-defg-hij", "http://localhost:3000/r/abc-defg-hij/call?x=1#y", "/r/abc-defg-hij", "r/abc-defg-hij/"]) {
    expect([text, slugOfCode(text)]).toEqual([text, "abc-defg-hij"]);
  }
  for (const text of ["", "   ", "12", "a/b", "https://meet.example/m/abc", "../admin", "r/..", "a".repeat(81)]) expect([text, slugOfCode(text)]).toEqual([text, null]);
});
