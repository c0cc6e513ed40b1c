import type { KeptBack } from "@/server/recorder/track-extras";

/** A voice that is further behind is left so: pictures cannot be kept for ever. */
export const mostLagMs = 300;
/** How much of a new figure counts: one bad second should not move the picture. */
const weight = 0.5;

/** How long a track was kept back lately, by the growing sums that WebRTC gives. */
class Lately {
  #before: KeptBack | null = null;

  /** @returns milliseconds, or null while there are no two figures */
  note(now: KeptBack | null): number | null {
    const before = this.#before;
    this.#before = now;
    if (!now || !before || now.count <= before.count) return null;
    return ((now.seconds - before.seconds) / (now.count - before.count)) * 1_000;
  }
}

/**
 * How much later than their pictures WebRTC hands out somebody's voice: it keeps back what comes unevenly, sound longer
 * than pictures, and LiveKit does not tell it that the two belong together. So their pictures wait as long here.
 */
export class LipSync {
  readonly #voice = new Lately();
  readonly #picture = new Lately();
  #lagMs = 0;

  get lagMs(): number {
    return this.#lagMs;
  }

  note(voice: KeptBack | null, picture: KeptBack | null): void {
    const [voiceMs, pictureMs] = [this.#voice.note(voice), this.#picture.note(picture)];
    if (voiceMs === null || pictureMs === null) return;
    const lag = Math.max(0, Math.min(mostLagMs, voiceMs - pictureMs));
    this.#lagMs += (lag - this.#lagMs) * weight;
  }
}
