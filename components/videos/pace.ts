/** How fast something advances, smoothed so that the time left does not jump with every packet. */
export type Pace = { atMs: number; done: number; perSecond: number | null };

/** Older measurements fade over about this long. */
const memoryMs = 6_000;
/** Closer measurements say more about timers than about speed. */
const minimumGapMs = 400;

export type TimeLeft = { unit: "seconds"; seconds: number } | { unit: "minutes"; minutes: number } | { unit: "hours"; hours: number; minutes: number };

export function startPace(atMs: number, done: number): Pace {
  return { atMs, done, perSecond: null };
}

/** Takes a new measurement; work that was thrown away (a retry) starts the measuring anew. */
export function advancePace(pace: Pace, atMs: number, done: number): Pace {
  if (done < pace.done) return startPace(atMs, done);
  const gapMs = atMs - pace.atMs;
  if (gapMs < minimumGapMs) return pace;
  const rate = ((done - pace.done) * 1000) / gapMs;
  const weight = pace.perSecond === null ? 1 : 1 - Math.exp(-gapMs / memoryMs);
  return { atMs, done, perSecond: (pace.perSecond ?? 0) * (1 - weight) + rate * weight };
}

/** Seconds until `total` is reached, or null while there is no telling. */
export function secondsLeft(pace: Pace, total: number): number | null {
  if (pace.perSecond === null || pace.perSecond <= 0) return null;
  return Math.max(0, (total - pace.done) / pace.perSecond);
}

/** As coarse as people want it: steps of five seconds, then minutes, then hours. Rounded up, so that it never promises too much. */
export function toTimeLeft(seconds: number): TimeLeft {
  if (seconds <= 55) return { unit: "seconds", seconds: Math.max(5, Math.ceil(seconds / 5) * 5) };
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? { unit: "minutes", minutes } : { unit: "hours", hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
