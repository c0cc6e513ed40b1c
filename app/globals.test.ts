import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "globals.css"), "utf8");

type Colour = [lightness: number, chroma: number, hue: number];
type Theme = "light" | "dark";

function colourOf(text: string): Colour {
  const [lightness, chroma, hue] = text.trim().split(/\s+/).map(Number);
  if (lightness === undefined || chroma === undefined || hue === undefined || [lightness, chroma, hue].some(Number.isNaN)) throw new Error(`no colour: ${text}`);
  return [lightness, chroma, hue];
}

/** Every `--name: light-dark(oklch(…), oklch(…))` or `--name: oklch(…)` of the tokens. */
const tokens = new Map<string, Record<Theme, Colour>>();
for (const [, name, value] of css.matchAll(/^ {2}--([\w-]+): ((?:light-dark\()?oklch\([^;]+);$/gm)) {
  const [light, dark] = [...(value ?? "").matchAll(/oklch\(([^)]+)\)/g)].map((match) => colourOf(match[1] ?? ""));
  if (name && light) tokens.set(name, { light, dark: dark ?? light });
}

/** Relative luminance (WCAG 2.2) of an OKLCH colour, clipped to sRGB as a screen does. */
function luminance([lightness, chroma, hue]: Colour): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function token(name: string, theme: Theme): Colour {
  const found = tokens.get(name);
  if (!found) throw new Error(`app/globals.css has no colour --${name}`);
  return found[theme];
}

function contrast(over: string, under: string, theme: Theme): number {
  const [a, b] = [luminance(token(over, theme)), luminance(token(under, theme))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const people = Array.from({ length: 8 }, (_, index) => `person-${index}`);
const papers = ["page", "surface", "raised"];
const pairs = (overs: string[], unders: string[]) => overs.flatMap((over) => unders.map((under) => [over, under] as const));

/** Text on what it stands on: 4.5 to 1 (AA). */
const texts = [
  ...pairs(["ink", "muted"], [...papers, "sunken"]),
  ...pairs(["accent", "accent-strong", "danger"], papers),
  ...pairs(people, papers),
  ...pairs(["on-person"], people),
  ...pairs(["on-accent"], ["accent", "accent-strong"]),
  ...pairs(["on-danger"], ["danger", "danger-strong"]),
  ["on-attention", "attention"],
  ...pairs(["ink"], ["accent-soft", "danger-soft", "attention-soft"]),
  ["muted", "danger-soft"],
  ["accent-strong", "accent-soft"],
  ["danger", "danger-soft"],
  ["page", "ink"],
] as const;

/** The edge of a field, the ring of the focus, the dot of a state: 3 to 1. */
const shapes = [...pairs(["edge", "accent", "danger"], papers), ...pairs(["edge"], ["sunken"])] as const;

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  it("has every text at 4.5 to 1 or better", () => {
    const weak = texts.map(([over, under]) => ({ pair: `${over} on ${under}`, ratio: contrast(over, under, theme) })).filter(({ ratio }) => ratio < 4.5);
    expect(weak).toEqual([]);
  });

  it("has every edge and ring at 3 to 1 or better", () => {
    const weak = shapes.map(([over, under]) => ({ pair: `${over} on ${under}`, ratio: contrast(over, under, theme) })).filter(({ ratio }) => ratio < 3);
    expect(weak).toEqual([]);
  });

  it("gives all people the same lightness and chroma, at least 30 degrees apart", () => {
    const colours = people.map((name) => token(name, theme));
    expect(new Set(colours.map(([lightness, chroma]) => `${lightness} ${chroma}`)).size).toBe(1);
    const hues = colours.map(([, , hue]) => hue).sort((a, b) => a - b);
    const gaps = hues.map((hue, index) => ((hues[index + 1] ?? (hues[0] ?? 0) + 360) - hue + 360) % 360);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30);
  });
});

it("measures contrast as WCAG does", () => {
  expect((luminance([1, 0, 0]) + 0.05) / (luminance([0, 0, 0]) + 0.05)).toBeCloseTo(21, 1);
});

it("knows each person's colour by its number", () => {
  for (const [index, name] of people.entries()) expect(css).toContain(`[data-person="${index}"] { --person: var(--${name}); }`);
});
