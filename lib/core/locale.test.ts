import { describe, expect, it } from "vitest";
import { isLocale, negotiateLocale } from "@/lib/core/locale";

describe("the language of a page", () => {
  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["en-GB", "en"],
    ["en;q=0.4, fr;q=0.9", "fr"],
    ["nl, FR-ca;q=0.5", "fr"],
    ["de;q=0, fr;q=0.1", "fr"],
    ["ja,zh;q=0.8", "en"],
    ["*", "en"],
    [";;;,q=,de;q=abc", "en"],
    ["", "en"],
    [null, "en"],
  ])("for Accept-Language %j is %s", (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });

  it("accepts only the languages that we have", () => {
    expect(isLocale("fr")).toBe(true);
    for (const value of ["nl", "../en", "", undefined, 1]) expect(isLocale(value)).toBe(false);
  });
});
