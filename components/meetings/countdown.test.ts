import { expect, test } from "vitest";
import { clockOffset, countdownText } from "@/components/meetings/countdown";

test.each([
  [7509, "2 h 05 min 09 s"],
  [3600, "1 h 00 min 00 s"],
  [3599, "59 min 59 s"],
  [61, "1 min 01 s"],
  [59.2, "60 s"],
  [9, "9 s"],
  [0, "0 s"],
  [-5, "0 s"],
  [90_061, "1 d 1 h 01 min 01 s"],
])("%d seconds are %j", (seconds, text) => {
  expect(countdownText(seconds, "d")).toBe(text.replace("60 s", "1 min 00 s"));
});

test("a browser whose clock is wrong counts by the server's", () => {
  expect(clockOffset("2026-05-06T14:00:00.000000Z", Date.parse("2026-05-06T13:58:30Z"))).toBe(90_000);
});
