import { expect, test } from "vitest";
import { cushionMs, Mixer, sampleRate } from "@/server/recorder/mixer";

const samples = (ms: number, value = 100) => new Int16Array((ms * sampleRate) / 1_000).fill(value);
const loud = (mixed: Int16Array) => mixed.filter((value) => value !== 0).length;
const msOf = (count: number) => (count * 1_000) / sampleRate;

test("a voice is heard once its cushion is full, and after it ran dry only when it is full again", () => {
  const mixer = new Mixer();
  mixer.add("a", samples(cushionMs - 1));
  expect(loud(mixer.mix(960))).toBe(0);
  mixer.add("a", samples(1));
  expect(msOf(loud(mixer.mix(sampleRate)))).toBe(cushionMs);
  mixer.add("a", samples(20));
  expect(loud(mixer.mix(960))).toBe(0);
});

test("voices add up, too loud is cut off, and who has gone is silent", () => {
  const mixer = new Mixer();
  mixer.add("a", samples(200, 30_000));
  mixer.add("b", samples(200, 20_000));
  expect([mixer.mix(10)[0], new Mixer().mix(3)]).toEqual([32_767, new Int16Array(3)]);
  mixer.remove("a");
  expect(mixer.mix(10)[0]).toBe(20_000);
  mixer.add("c", samples(200, -30_000));
  mixer.add("d", samples(200, -30_000));
  mixer.remove("b");
  expect(mixer.mix(10)[0]).toBe(-32_768);
});

test("a sender whose clock is five in a thousand fast is never more than a quarter of a second behind, for two minutes", () => {
  const mixer = new Mixer();
  let [sent, heard] = [0, 0];
  for (let second = 0; second < 120; second += 1) {
    sent += 1_005;
    mixer.add("a", new Int16Array(48_240).fill(1));
    heard += msOf(loud(mixer.mix(sampleRate)));
  }
  expect(heard).toBeGreaterThan(120_000 - 1_000);
  mixer.mix(1);
  expect(msOf(loud(mixer.mix(2 * sampleRate)))).toBeLessThanOrEqual(250);
  expect(sent).toBeGreaterThan(heard);
});

test("a burst after a late moment delays a voice for a second only, and nothing clicks", () => {
  const mixer = new Mixer();
  mixer.add("a", samples(200, 1_000));
  const heard: number[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    heard.push(...mixer.mix(960));
    mixer.add("a", samples(20, 1_000));
  }
  expect([...new Set(heard)]).toEqual([1_000]);
  expect(msOf(loud(mixer.mix(sampleRate)))).toBeLessThanOrEqual(90);
});

test("more than the ring holds at once leaves the newest", () => {
  const mixer = new Mixer();
  const many = new Int16Array(3 * sampleRate).map((_, index) => Math.floor(index / sampleRate) + 1);
  mixer.add("a", many);
  const heard = mixer.mix(sampleRate);
  expect(heard[heard.length - 1]).toBe(3);
});
