import { delayMs } from "@/inngest/engine/duration";

/** Inngest's own table, in seconds by attempt, so that a function waits as long here as there. */
const tableSeconds = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200];
const jitterSeconds = 30;

/** Milliseconds to wait after attempt number `attempt` (from 0) has failed; the jitter keeps a crowd of retries apart. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const base = tableSeconds[Math.min(attempt, tableSeconds.length - 1)]!;
  return (base + random() * jitterSeconds) * 1_000;
}

/** What a function asked for with RetryAfterError: whole seconds or a date. Null when it asked for nothing usable. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | null {
  if (!header) return null;
  try {
    return delayMs(header, now);
  } catch {
    return null;
  }
}
