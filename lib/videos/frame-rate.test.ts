import { describe, expect, it } from "vitest";
import { constantFrameRate, parseRatio } from "@/lib/videos/frame-rate";

describe("constantFrameRate", () => {
  it.each([
    ["30/1", "30/1", "30"],
    ["30000/1001", "30000/1001", "30000/1001"],
    ["24000/1001", "24000/1001", "24000/1001"],
    ["120/1", "120/1", "60"],
    ["2997/100", "30/1", "30000/1001"],
    ["25/2", "25/2", "13"],
    ["3/1", "90000/1", "10"],
    ["0/0", "90000/1", "30"],
    [undefined, undefined, "30"],
  ])("turns an average of %s with a base of %s into %s", (average, base, fraction) => {
    expect(constantFrameRate(average, base).fraction).toBe(fraction);
  });
});

describe("parseRatio", () => {
  it("reads fractions and aspect ratios and answers 0 for what is neither", () => {
    expect(parseRatio("16:15")).toBeCloseTo(16 / 15);
    expect(parseRatio("0:1")).toBe(0);
    expect(parseRatio("1/0")).toBe(0);
    expect(parseRatio("N/A")).toBe(0);
  });
});
