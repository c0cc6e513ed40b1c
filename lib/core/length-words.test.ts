import { expect, test } from "vitest";
import { lengthInWords } from "@/lib/core/length-words";

test.each([
  [1, "en-GB", "1 second"],
  [30, "de", "30 Sekunden"],
  [90, "en-GB", "90 seconds"],
  [300, "fr", "5 minutes"],
  [3600, "en-GB", "1 hour"],
  [604_800, "de", "7 Tage"],
])("%i seconds are told in %s as %s", (seconds, locale, words) => {
  expect(lengthInWords(seconds, locale)).toBe(words);
});
