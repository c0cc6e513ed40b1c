export type FrameRate = { value: number; fraction: string };

const standard: readonly FrameRate[] = [
  [15, 1], [24_000, 1_001], [24, 1], [25, 1], [30_000, 1_001], [30, 1], [48, 1], [50, 1], [60_000, 1_001], [60, 1],
].map(([top, bottom]) => ({ value: top! / bottom!, fraction: bottom === 1 ? String(top) : `${top}/${bottom}` }));

const highest = 60;
const lowest = 10;

/** Reads FFprobe's `30000/1001`, `16:15` and the like; 0 for what is no number. */
export function parseRatio(text: string | undefined): number {
  const [top, bottom] = (text ?? "").split(/[/:]/).map(Number);
  return top && bottom && Number.isFinite(top / bottom) ? top / bottom : 0;
}

/**
 * The constant rate an output gets: the nearest usual one (the first that is near would give 29.97 for 30), else a
 * whole number, between 10 and 60 frames a second.
 * @param average FFprobe's `avg_frame_rate`
 * @param base FFprobe's `r_frame_rate`; for a variable rate this may be the time base, far above any frame rate
 */
export function constantFrameRate(average: string | undefined, base: string | undefined): FrameRate {
  const fallback = parseRatio(base);
  const measured = parseRatio(average) || (fallback <= 120 ? fallback : 0) || 30;
  const wanted = Math.min(highest, measured);
  const nearest = standard.reduce((best, rate) => (Math.abs(rate.value - wanted) < Math.abs(best.value - wanted) ? rate : best));
  if (Math.abs(nearest.value - wanted) / nearest.value < 0.003) return nearest;
  const whole = Math.max(lowest, Math.round(wanted));
  return { value: whole, fraction: String(whole) };
}
