/** What brings a playing video back to where it should be. */
export type Correction = { kind: "seek" } | { kind: "rate"; rate: number };

/** Times in seconds. `recentSeeks`: how often it had to jump lately; `sinceSeek`: since the last jump. */
export type Drift = { target: number; actual: number; sinceSeek: number; recentSeeks: number };

/** Further off than this people notice, and a jump is better than a slow approach. */
export const hardSeconds = 0.45;
/** Closer than this nobody notices, and a video has few pictures between. */
const fineSeconds = 0.03;
/** More than this and voices sound wrong. */
const mostRate = 0.12;
const firstWaitSeconds = 1.5;
const longestWaitSeconds = 24;

/**
 * Softly by the speed where it is a little off, hard by a jump where it is far off. A machine that cannot keep up would
 * jump all the time: each jump that did not help makes the next one wait twice as long.
 */
export function correctionOf({ target, actual, sinceSeek, recentSeeks }: Drift): Correction {
  const drift = actual - target;
  const wait = Math.min(firstWaitSeconds * 2 ** recentSeeks, longestWaitSeconds);
  if (Math.abs(drift) > hardSeconds && sinceSeek > wait) return { kind: "seek" };
  if (Math.abs(drift) < fineSeconds) return { kind: "rate", rate: 1 };
  const change = Math.min(mostRate, Math.max(-mostRate, drift * 0.5));
  return { kind: "rate", rate: 1 - change };
}
