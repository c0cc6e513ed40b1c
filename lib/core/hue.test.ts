import { describe, expect, it } from "vitest";
import { initials, personHue, personHueCount } from "@/lib/core/hue";

describe("the colour of a person", () => {
  it("is the same each time for the same identity", () => {
    expect(personHue("u42")).toBe(personHue("u42"));
  });

  it("uses all eight colours about evenly for successive user ids", () => {
    const counts = Array.from({ length: personHueCount }, () => 0);
    for (let id = 1; id <= 800; id += 1) {
      const hue = personHue(`u${id}`);
      expect(hue).toBeGreaterThanOrEqual(0);
      expect(hue).toBeLessThan(personHueCount);
      counts[hue] = (counts[hue] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(140);
  });

  it("differs between the first people of an installation", () => {
    const first = ["u1", "u2", "u3", "u4"].map(personHue);
    expect(new Set(first).size).toBeGreaterThanOrEqual(3);
  });
});

describe("initials", () => {
  it.each([
    ["Ada Lovelace", "AL"],
    ["ada", "A"],
    ["Jean-Luc Marie Picard", "JP"],
    ["Élodie Ünal", "ÉÜ"],
    ["grace.hopper@navy.test", "GT"],
    ["  ", "?"],
    ["🙂", "?"],
    ["李 小龙", "李小"],
  ])("of %j are %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
