import { settings } from "@/lib/core/settings";
import { log } from "@/lib/platform/log";
import type { Attempt } from "@/lib/videos/commands/begin-processing";
import { renewLease } from "@/lib/videos/commands/report-progress";

/** The attempt lost its video to another run, or the video was deleted: nothing more is to be done or said. */
export class SupersededError extends Error {
  constructor() {
    super("another run has this video");
    this.name = "SupersededError";
  }
}

/**
 * Does work that only the holder of the lease may do: the lease is renewed at once and every 15 s; when it is lost,
 * `signal` ends the work.
 * @throws SupersededError
 */
export async function withLease<T>(attempt: Attempt, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (!(await renewLease(attempt))) throw new SupersededError();
  const lost = new AbortController();
  const beat = setInterval(() => {
    renewLease(attempt).then(
      (isHeld) => {
        if (!isHeld) lost.abort();
      },
      // One missed beat is no loss: the lease lasts four of them, and the next one tells.
      (error: unknown) => log.warn({ err: error, videoId: attempt.videoId }, "a lease could not be renewed"),
    );
  }, settings.leaseHeartbeatSeconds * 1000);
  try {
    return await work(lost.signal);
  } catch (error) {
    if (lost.signal.aborted) throw new SupersededError();
    throw error;
  } finally {
    clearInterval(beat);
  }
}
