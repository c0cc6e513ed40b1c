import { expect, test } from "vitest";
import { ServerClock } from "@/components/call/watch/clock";
import { correctionOf } from "@/components/call/watch/correction";

const far = { sinceSeek: 60, recentSeeks: 0 };

test("a little off is mended by the speed, far off by a jump", () => {
  const of = (actual: number) => correctionOf({ target: 10, actual, ...far });
  expect([of(10), of(10.02), of(10.5), of(9.5), of(60)]).toEqual([{ kind: "rate", rate: 1 }, { kind: "rate", rate: 1 }, { kind: "seek" }, { kind: "seek" }, { kind: "seek" }]);
  const rateOf = (actual: number) => (of(actual) as { rate: number }).rate;
  expect(rateOf(10.2)).toBeCloseTo(0.9);
  expect(rateOf(9.8)).toBeCloseTo(1.1);
  // Voices stay voices.
  expect([rateOf(10.44), rateOf(9.56)]).toEqual([0.88, 1.12]);
});

test("the speed brings it closer at every step, whatever the start", () => {
  for (const start of [-0.4, -0.1, 0.05, 0.3]) {
    let [target, actual] = [10, 10 + start];
    for (let step = 0; step < 60; step += 1) {
      const correction = correctionOf({ target, actual, ...far });
      target += 0.25;
      actual += 0.25 * (correction.kind === "rate" ? correction.rate : 1);
    }
    expect(Math.abs(actual - target)).toBeLessThan(0.04);
  }
});

test("a machine that cannot keep up jumps more and more rarely", () => {
  const jumps = (sinceSeek: number, recentSeeks: number) => correctionOf({ target: 10, actual: 8, sinceSeek, recentSeeks }).kind === "seek";
  expect([jumps(1, 0), jumps(2, 0), jumps(2, 1), jumps(4, 1), jumps(20, 6), jumps(25, 6)]).toEqual([false, true, false, true, false, true]);
});

test("of the answers about the server's time the quickest one is believed, until it is old", () => {
  const clock = new ServerClock();
  expect(clock.at(1000)).toBe(1000);
  clock.add({ askedMs: 0, answeredMs: 400, serverMs: 5900 });
  expect(clock.at(1000)).toBe(6700);
  clock.add({ askedMs: 1000, answeredMs: 1020, serverMs: 6510 });
  clock.add({ askedMs: 2000, answeredMs: 2900, serverMs: 8800 });
  expect(clock.at(3000)).toBe(8500);
  clock.add({ askedMs: 400_000, answeredMs: 400_100, serverMs: 405_050 });
  expect(clock.at(400_100)).toBe(405_100);
  clock.reset();
  expect(clock.at(5)).toBe(5);
});
