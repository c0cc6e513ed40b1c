import { URI } from "otpauth";
import { expect, test } from "vitest";
import { matchingStep, newTotpSecret, totpAddress } from "@/lib/platform/totp";

/** The secret of RFC 6238's test vectors, in base32; the vectors are cut to six digits. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const at = (seconds: number) => seconds * 1000;

test.each([
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
])("at %i seconds the code of RFC 6238 is %s", (seconds, code) => {
  expect(matchingStep(secret, code, 0, at(seconds))).toBe(Math.floor(seconds / 30));
});

test("a code is good one step before and after its own, and no further", () => {
  const step = 37037036;
  const taken = [-2, -1, 0, 1, 2].map((delta) => matchingStep(secret, "081804", 0, at((step + delta) * 30)));
  expect(taken).toEqual([null, step, step, step, null]);
});

test("a code whose step was taken, or one before it, is not taken again", () => {
  const step = 37037036;
  expect(matchingStep(secret, "081804", step - 1, at(step * 30))).toBe(step);
  expect(matchingStep(secret, "081804", step, at(step * 30))).toBeNull();
  expect(matchingStep(secret, "081804", step + 1, at(step * 30))).toBeNull();
});

test.each(["", "81804", "0818040", "08180a", "081 804"])("%j is no code", (code) => {
  expect(matchingStep(secret, code, 0, at(1111111109))).toBeNull();
});

test("the address for apps holds the secret and both names", () => {
  const made = newTotpSecret();
  expect(made).toMatch(/^[A-Z2-7]{32}$/);
  expect(made).not.toBe(newTotpSecret());
  const parsed = URI.parse(totpAddress(made, "ada+x@example.test"));
  expect(parsed).toMatchObject({ issuer: "Atrium", label: "ada+x@example.test", algorithm: "SHA1", digits: 6, period: 30, secret: { base32: made } });
});
