import { expect, test } from "vitest";
import { choicesAtEntrance } from "@/components/call/entrance";

const rules = { mutedFrom: 10, startMuted: false, startCameraOff: false };
const both = { microphone: true, camera: true };

test("people come in with what they turned on, and with the microphone off where many are inside", () => {
  expect(choicesAtEntrance(both, { others: 9, isFree: false, rules })).toEqual({ choices: both, quiet: null });
  expect(choicesAtEntrance(both, { others: 10, isFree: false, rules })).toEqual({ choices: { microphone: false, camera: true }, quiet: "many" });
});

test("what the room's hosts want comes before, and is told only where it took something away", () => {
  expect(choicesAtEntrance(both, { others: 0, isFree: false, rules: { ...rules, startMuted: true } })).toEqual({ choices: { microphone: false, camera: true }, quiet: "microphone" });
  expect(choicesAtEntrance(both, { others: 0, isFree: false, rules: { ...rules, startCameraOff: true } })).toEqual({ choices: { microphone: true, camera: false }, quiet: "camera" });
  expect(choicesAtEntrance(both, { others: 20, isFree: false, rules: { mutedFrom: 10, startMuted: true, startCameraOff: true } }).quiet).toBe("both");
  expect(choicesAtEntrance({ microphone: false, camera: false }, { others: 20, isFree: false, rules: { mutedFrom: 10, startMuted: true, startCameraOff: true } }).quiet).toBeNull();
});

test("hosts, and whoever comes back, keep what they chose", () => {
  expect(choicesAtEntrance(both, { others: 50, isFree: true, rules: { mutedFrom: 10, startMuted: true, startCameraOff: true } })).toEqual({ choices: both, quiet: null });
});
