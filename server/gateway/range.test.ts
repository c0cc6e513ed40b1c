import { describe, expect, it } from "vitest";
import { matchesEtag, parseRange } from "@/server/gateway/range";

describe("parseRange of 1000 bytes", () => {
  it.each([
    ["bytes=0-99", { start: 0, end: 99 }],
    ["bytes=900-", { start: 900, end: 999 }],
    ["bytes=-10", { start: 990, end: 999 }],
    ["bytes=-5000", { start: 0, end: 999 }],
    ["bytes=990-5000", { start: 990, end: 999 }],
    ["bytes=1000-", "unsatisfiable"],
    ["bytes=1000-1001", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=5-2", "whole"],
    ["bytes=0-1,5-6", "whole"],
    ["bytes=-", "whole"],
    ["bytes=a-b", "whole"],
    ["items=0-1", "whole"],
    [null, "whole"],
  ])("answers %s", (header, expected) => expect(parseRange(header, 1000)).toEqual(expected));

  it("can satisfy no range of nothing", () => expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable"));
});

describe("matchesEtag", () => {
  it("finds a tag in a list, weak or not, and the star", () => {
    expect(matchesEtag('"x", W/"a"', '"a"')).toBe(true);
    expect(matchesEtag("*", '"a"')).toBe(true);
    expect(matchesEtag('"b"', '"a"')).toBe(false);
    expect(matchesEtag(null, '"a"')).toBe(false);
  });
});
