import { sampleRate } from "@/server/recorder/mixer";

export const framesPerSecond = 25;
export const frameMs = 1_000 / framesPerSecond;
export const samplesPerFrame = sampleRate / framesPerSecond;

/** How many frames and samples a file has room for by now, by one monotonic clock, so that neither runs away from the other. */
export function due(elapsedMs: number): { frames: number; samples: number } {
  return { frames: Math.floor((elapsedMs * framesPerSecond) / 1_000), samples: Math.floor((elapsedMs * sampleRate) / 1_000) };
}

/**
 * From which frame on a picture is shown that stands for the last `count` of `frames`: what it shows first happened
 * anywhere in that time, so in its middle, or rare pictures would be later than the sound.
 */
export function middleFrame(frames: number, count: number): number {
  return frames - 1 - ((count - 1) >> 1);
}

/** For how many frames each drawn picture stands: 25, 12.5 and about 8 pictures a second. */
const steps = [1, 2, 3] as const;
/** Pictures that are looked at together; about two seconds at the full rate. */
const lookAt = 50;
const lateShare = 0.25;
/** This long without a late picture, and the next higher rate is tried. */
const recoverMs = 20_000;

/** Draws fewer pictures when the machine cannot keep up, and more again when it can. */
export class PictureRate {
  #level = 0;
  #seen = 0;
  #late = 0;
  #calmSince = 0;
  #recoverMs = recoverMs;

  /** Frames of the file for each picture. */
  get step(): number {
    return steps[this.#level]!;
  }

  /**
   * Told of each picture: how many frames it had to stand for.
   * @returns whether the rate has changed
   */
  note(frames: number, nowMs: number): boolean {
    const isLate = frames > this.step;
    this.#seen += 1;
    if (isLate) {
      this.#late += 1;
      this.#calmSince = nowMs;
    }
    if (this.#level < steps.length - 1 && this.#late > lookAt * lateShare) return this.#go(this.#level + 1, nowMs);
    if (this.#seen >= lookAt) this.#seen = this.#late = 0;
    if (this.#level === 0 || nowMs - this.#calmSince < this.#recoverMs) return false;
    return this.#go(this.#level - 1, nowMs);
  }

  #go(level: number, nowMs: number): boolean {
    // A machine that was too slow for the higher rate again is asked less and less often.
    this.#recoverMs = level > this.#level ? Math.min(this.#recoverMs * 2, 8 * recoverMs) : this.#recoverMs;
    this.#level = level;
    this.#seen = this.#late = 0;
    this.#calmSince = nowMs;
    return true;
  }
}

/** Frames that the encoder may lie behind; a machine that was asleep catches up with more in seconds. */
const mostBehindFrames = 10 * framesPerSecond;
const mostBehindMs = 60_000;

/** Says when the encoder will never catch up. */
export class Backlog {
  #since: number | null = null;

  /** @returns whether it has been too far behind for too long */
  isHopeless(framesBehind: number, nowMs: number): boolean {
    if (framesBehind <= mostBehindFrames) this.#since = null;
    else this.#since ??= nowMs;
    return this.#since !== null && nowMs - this.#since > mostBehindMs;
  }
}
