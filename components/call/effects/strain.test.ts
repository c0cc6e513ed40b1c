import { describe, expect, test } from "vitest";
import { createStrain } from "@/components/call/effects/strain";

/** Runs pictures of this length, so many a second, for so long; answers after how many seconds it was too much. */
function runFor(seconds: number, frameMs: number, perSecond: number, strain = createStrain(), from = 0): number | null {
  for (let at = 1; at <= seconds * perSecond; at += 1) if (strain(frameMs, from + (at * 1000) / perSecond)) return at / perSecond;
  return null;
}

describe("a machine is too slow for an effect", () => {
  test("when pictures keep taking most of the page's time", () => {
    expect(runFor(60, 60, 12)).toBeLessThan(15);
    expect(runFor(60, 900, 1)).toBeLessThan(15);
  });

  test("not when they are quick, nor when the camera or a hidden page gives few of them", () => {
    expect(runFor(120, 15, 24)).toBeNull();
    expect(runFor(120, 20, 2)).toBeNull();
  });

  test("not for a hiccup: what was slow for a moment is forgotten", () => {
    const strain = createStrain();
    expect(runFor(6, 80, 10, strain)).toBeNull();
    expect(runFor(4, 10, 24, strain, 6000)).toBeNull();
    expect(runFor(5, 80, 10, strain, 10_000)).toBeNull();
  });
});
