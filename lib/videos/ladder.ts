import type { HlsRendition } from "@/lib/platform/media/hls-arguments";
import type { RenditionName } from "@/lib/videos/contract";

export type Rung = HlsRendition & { name: RenditionName };

const steps = [
  { name: "480p", short: 480, crf: 19.5, maxRateKbit: 1_400, motionSearch: 1 },
  { name: "720p", short: 720, crf: 19.2, maxRateKbit: 2_800, motionSearch: 1 },
  { name: "1080p", short: 1_080, crf: 19.9, maxRateKbit: 5_000, motionSearch: 2 },
] as const;

/** A picture cropped by a few lines (1918 × 1074) still counts as its rung. */
const tolerance = 1.02;

/** 4:2:0 needs even sizes; a size that is kept loses a line rather than gaining one. */
const even = (value: number, isKept: boolean) => Math.max(2, 2 * (isKept ? Math.floor(value / 2) : Math.round(value / 2)));

/**
 * The pictures to make of a source, smallest first. A rung is judged by the short side, so that a portrait keeps its
 * quality; nothing is upscaled. A source below the lowest rung keeps its size and is called by that rung's name.
 * @param width as displayed: square pixels, upright
 */
export function ladder(width: number, height: number): Rung[] {
  const short = Math.min(width, height);
  const fitting = steps.filter((step) => step.short <= short * tolerance);
  return (fitting.length > 0 ? fitting : [steps[0]]).map((step) => {
    const factor = Math.min(1, step.short / short);
    const fit = (side: number) => even(side * factor, factor === 1);
    return { name: step.name, width: fit(width), height: fit(height), crf: step.crf, maxRateKbit: step.maxRateKbit, motionSearch: step.motionSearch };
  });
}

/**
 * The rendition that answers for a name of the contract: the one asked for, else the best there is.
 * @param available names of an output that exists; not empty
 */
export function bestRendition(asked: RenditionName, available: readonly RenditionName[]): RenditionName | null {
  if (available.includes(asked)) return asked;
  return steps.map((step) => step.name).filter((name) => available.includes(name)).at(-1) ?? null;
}
