import { describe, expect, it } from "vitest";
import { advancePace, secondsLeft, startPace, toTimeLeft } from "@/components/videos/pace";

describe("the time left", () => {
  it("is unknown before there are two measurements", () => {
    expect(secondsLeft(startPace(0, 0), 100)).toBeNull();
  });

  it("follows from the rate once there are two", () => {
    expect(secondsLeft(advancePace(startPace(0, 0), 1000, 10), 100)).toBeCloseTo(9);
  });

  it("is unknown while nothing moves, instead of infinite", () => {
    expect(secondsLeft(advancePace(startPace(0, 0), 1000, 0), 100)).toBeNull();
  });

  it("does not jump when one measurement is ten times faster", () => {
    const steady = advancePace(startPace(0, 0), 1000, 10);
    const left = secondsLeft(advancePace(steady, 1500, 60), 1000)!;
    expect(left).toBeGreaterThan(940 / 100 + 1);
    expect(left).toBeLessThan(94);
  });

  it("comes close to a new steady rate after half a minute", () => {
    let pace = advancePace(startPace(0, 0), 1000, 10);
    for (let second = 2; second <= 30; second += 1) pace = advancePace(pace, second * 1000, pace.done + 50);
    expect(pace.perSecond).toBeGreaterThan(48);
  });

  it("waits for a measurement that is far enough away, and loses none of the work between", () => {
    const near = advancePace(startPace(0, 0), 100, 5);
    expect(near.perSecond).toBeNull();
    expect(advancePace(near, 1000, 10).perSecond).toBeCloseTo(10);
  });

  it("starts anew when work was thrown away", () => {
    const pace = advancePace(advancePace(startPace(0, 0), 1000, 50), 2000, 3);
    expect(pace).toEqual({ atMs: 2000, done: 3, perSecond: null });
  });

  it("is never negative", () => {
    expect(secondsLeft(advancePace(startPace(0, 0), 1000, 120), 100)).toBe(0);
  });

  it.each([
    [0, { unit: "seconds", seconds: 5 }],
    [12.1, { unit: "seconds", seconds: 15 }],
    [55, { unit: "seconds", seconds: 55 }],
    [56, { unit: "minutes", minutes: 1 }],
    [61, { unit: "minutes", minutes: 2 }],
    [3599, { unit: "hours", hours: 1, minutes: 0 }],
    [5400, { unit: "hours", hours: 1, minutes: 30 }],
  ])("of %s s is said as %j", (seconds, said) => {
    expect(toTimeLeft(seconds)).toEqual(said);
  });
});
