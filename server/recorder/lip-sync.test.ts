import { expect, test } from "vitest";
import { LipSync, mostLagMs } from "@/server/recorder/lip-sync";

/** Figures as WebRTC gives them: sums over all samples, here of one second after the other. */
function sums(perSecond: number) {
  let [seconds, count] = [0, 0];
  return (ms: number) => ({ seconds: (seconds += (ms / 1_000) * perSecond), count: (count += perSecond) });
}

test("pictures wait for a voice that is kept back longer, follow it, and never wait for ever", () => {
  const sync = new LipSync();
  const [voice, picture] = [sums(48_000), sums(25)];
  const run = (voiceMs: number, pictureMs: number, times = 12) => {
    for (let time = 0; time < times; time += 1) sync.note(voice(voiceMs), picture(pictureMs));
    return Math.round(sync.lagMs);
  };
  expect([run(40, 10, 1), run(40, 10), run(250, 10), run(40, 10), run(20, 60), run(2_000, 10)]).toEqual([0, 30, 240, 30, 0, mostLagMs]);
});

test("without figures, or while nothing came, everything stays as it was", () => {
  const sync = new LipSync();
  const [voice, picture] = [sums(48_000), sums(25)];
  for (let time = 0; time < 12; time += 1) sync.note(voice(110), picture(10));
  const still = picture(10);
  sync.note(null, still);
  sync.note(voice(900), still);
  sync.note(voice(900), null);
  expect(Math.round(sync.lagMs)).toBe(100);
});
