/** One question about the server's time, all in milliseconds: asked and answered by our clock, what the server said in between. */
export type ClockSample = { askedMs: number; answeredMs: number; serverMs: number };

/** Older than this a sample says little: clocks drift, and machines sleep. */
const staleMs = 5 * 60_000;
const kept = 8;

/** Our own clock; it does not jump when somebody sets the machine's. */
export function localNow(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * How far our clock is from the server's. Of the recent answers the one that took the least time is believed: it can be
 * wrong by at most half of that time.
 */
export class ServerClock {
  private samples: ClockSample[] = [];

  add(sample: ClockSample): void {
    this.samples = [...this.samples.filter(({ answeredMs }) => sample.answeredMs - answeredMs < staleMs), sample].slice(-kept);
  }

  /** Forgets what was measured: after a sleep the clock that counts on may have stood still. */
  reset(): void {
    this.samples = [];
  }

  /** The server's time for a time of ours; before any answer they are taken for the same. */
  at(nowMs: number): number {
    const best = this.samples.reduce<ClockSample | null>((least, each) => (least === null || tripOf(each) <= tripOf(least) ? each : least), null);
    return best === null ? nowMs : nowMs + best.serverMs - (best.askedMs + best.answeredMs) / 2;
  }
}

function tripOf({ askedMs, answeredMs }: ClockSample): number {
  return answeredMs - askedMs;
}
