import { personHueCount } from "@/lib/core/hue";
import type { Yuv } from "@/server/recorder/picture";

/** OKLCH as style sheets write it (https://www.w3.org/TR/css-color-4/#ok-lab), in video's colours (BT.601, as WebRTC's pictures are). */
export function yuvOfOklch(lightness: number, chroma: number, hueDegrees: number): Yuv {
  const hue = (hueDegrees * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
  const [red, green, blue] = linear.map((value) => {
    const inside = Math.max(0, Math.min(1, value));
    return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
  }) as [number, number, number];
  return [
    Math.round(16 + 65.481 * red + 128.553 * green + 24.966 * blue),
    Math.round(128 - 37.797 * red - 74.203 * green + 112 * blue),
    Math.round(128 + 112 * red - 93.786 * green - 18.214 * blue),
  ];
}

/** The dark colours of app/globals.css. */
export const colours = {
  page: yuvOfOklch(0.175, 0.012, 260),
  tile: yuvOfOklch(0.285, 0.014, 260),
  onPerson: yuvOfOklch(0.2, 0.02, 260),
  ink: yuvOfOklch(0.95, 0.005, 85),
  danger: yuvOfOklch(0.7, 0.18, 25),
  hand: yuvOfOklch(0.76, 0.15, 75),
  black: [16, 128, 128] as Yuv,
};

/** `--person-…` of app/globals.css, in the same order. */
const persons = [350, 45, 85, 135, 195, 240, 278, 315].map((hue) => yuvOfOklch(0.78, 0.1, hue));

/** A person's colour by the number that `personHue` gives. */
export function personColour(hue: number): Yuv {
  return persons[hue % personHueCount]!;
}
