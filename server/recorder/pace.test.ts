import { expect, test } from "vitest";
import { Backlog, due, framesPerSecond, middleFrame, PictureRate, samplesPerFrame } from "@/server/recorder/pace";

test("picture and sound of any length end within one frame of each other", () => {
  for (const elapsedMs of [0, 1, 39, 40, 1_234.5, 3_600_001, 7_199_999.9]) {
    const { frames, samples } = due(elapsedMs);
    expect(samples - frames * samplesPerFrame).toBeGreaterThanOrEqual(0);
    expect(samples - frames * samplesPerFrame).toBeLessThan(samplesPerFrame);
  }
});

test("a machine that is too slow draws 25, then 12.5, then 8 pictures a second, and more again after a calm time", () => {
  const rate = new PictureRate();
  let now = 0;
  const run = (frames: (step: number) => number, seconds: number) => {
    for (const end = now + seconds * 1_000; now < end; now += (rate.step * 1_000) / framesPerSecond) rate.note(frames(rate.step), now);
    return rate.step;
  };
  expect(run((step) => step, 60)).toBe(1);
  expect(run((step) => Math.max(step, 2), 10)).toBe(2);
  expect(run((step) => Math.max(step, 3), 10)).toBe(3);
  expect(run((step) => Math.max(step, 4), 10)).toBe(3);
  expect(run((step) => step, 600)).toBe(1);
});

test("a picture that stands for several frames is shown from their middle on, and never before the one that came before it", () => {
  expect([1, 2, 3, 4, 5].map((count) => middleFrame(100, count))).toEqual([99, 99, 98, 98, 97]);
  for (let count = 1; count < 20; count += 1) expect(middleFrame(10 + count, count)).toBeGreaterThanOrEqual(10);
});

test("single late pictures change no rate", () => {
  const rate = new PictureRate();
  for (let index = 0; index < 1_000; index += 1) rate.note(index % 10 === 0 ? 5 : 1, index * 40);
  expect(rate.step).toBe(1);
});

test("an encoder that catches up is waited for, one that stays far behind is not", () => {
  const backlog = new Backlog();
  expect([backlog.isHopeless(1_000, 0), backlog.isHopeless(900, 59_000), backlog.isHopeless(10, 61_000), backlog.isHopeless(1_000, 62_000), backlog.isHopeless(1_000, 121_000)]).toEqual([false, false, false, false, false]);
  expect(backlog.isHopeless(1_000, 123_000)).toBe(true);
});
