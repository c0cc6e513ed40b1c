export const sampleRate = 48_000;

/** How much of a voice is kept back, so that what comes late still comes in time. */
export const cushionMs = 80;
/** Beyond this a sender's clock is faster than ours, or a burst came: the oldest is left out. */
const mostMs = 240;
const ringSamples = sampleRate * 2;
/**
 * What is left over each second must be less than this; more of it is only delay, which a late moment of either machine
 * has left behind: the voice would be heard after its picture from then on.
 */
const mostLeftMs = 70;
const aimLeftMs = 50;
const fadeSamples = sampleRate / 200;
const samplesOf = (ms: number) => (ms * sampleRate) / 1_000;

/** The samples of one track that are not mixed yet. */
class Ring {
  readonly #samples = new Int16Array(ringSamples);
  #first = 0;
  #isPlaying = false;
  /** The least that was left since the last look, and how many samples ago that was. */
  #least = Infinity;
  #sinceLook = 0;
  length = 0;

  push(samples: Int16Array): void {
    const kept = samples.length > ringSamples ? samples.subarray(samples.length - ringSamples) : samples;
    this.skip(Math.max(0, this.length + kept.length - ringSamples));
    const at = (this.#first + this.length) % ringSamples;
    const untilEnd = Math.min(kept.length, ringSamples - at);
    this.#samples.set(kept.subarray(0, untilEnd), at);
    this.#samples.set(kept.subarray(untilEnd), 0);
    this.length += kept.length;
  }

  skip(count: number): void {
    const skipped = Math.min(count, this.length);
    this.#first = (this.#first + skipped) % ringSamples;
    this.length -= skipped;
  }

  /** Adds what there is to the mix, once the cushion is full; when it runs dry, the cushion is filled anew. */
  addTo(mix: Int32Array): void {
    if (!this.#isPlaying && this.length < samplesOf(cushionMs)) return;
    this.#isPlaying = true;
    if (this.length > samplesOf(mostMs) + mix.length) this.skip(this.length - mix.length - samplesOf(cushionMs));
    else this.#catchUp(mix.length);
    const count = Math.min(mix.length, this.length);
    let at = this.#first;
    for (let index = 0; index < count; index += 1) {
      mix[index] = mix[index]! + this.#samples[at]!;
      if ((at += 1) === ringSamples) at = 0;
    }
    this.skip(count);
    this.#least = Math.min(this.#least, this.length);
    if (this.length === 0) this.#isPlaying = false;
  }

  /** Once a second: leaves out what was never needed in it, fading over so that nothing clicks. */
  #catchUp(samples: number): void {
    this.#sinceLook += samples;
    if (this.#sinceLook < sampleRate) return;
    const spare = this.#least > samplesOf(mostLeftMs) ? this.#least - samplesOf(aimLeftMs) : 0;
    this.#sinceLook = 0;
    this.#least = Infinity;
    if (spare === 0 || spare + fadeSamples > this.length) return;
    for (let index = 0; index < fadeSamples; index += 1) {
      const [from, to] = [(this.#first + index) % ringSamples, (this.#first + spare + index) % ringSamples];
      this.#samples[to] = (this.#samples[from]! * (fadeSamples - index) + this.#samples[to]! * index) / fadeSamples;
    }
    this.skip(spare);
  }
}

/** Mixes all voices (mono, 48 kHz, 16 bit) by the clock of the recording, whatever the clocks of their senders say. */
export class Mixer {
  readonly #rings = new Map<string, Ring>();

  add(sid: string, samples: Int16Array): void {
    const ring = this.#rings.get(sid) ?? new Ring();
    this.#rings.set(sid, ring);
    ring.push(samples);
  }

  /** A track is gone; what of it was kept back is not heard any more. */
  remove(sid: string): void {
    this.#rings.delete(sid);
  }

  /** The next samples of everybody together; too loud is cut off, nobody there is silence. */
  mix(count: number): Int16Array {
    const sum = new Int32Array(count);
    for (const ring of this.#rings.values()) ring.addTo(sum);
    const mixed = new Int16Array(count);
    for (let index = 0; index < count; index += 1) mixed[index] = Math.max(-32_768, Math.min(32_767, sum[index]!));
    return mixed;
  }
}
