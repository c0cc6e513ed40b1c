import type { Writable } from "node:stream";

type Entry = { picture: Uint8Array; frames: number };

/**
 * Writes pictures to the encoder, one after the other, each as often as it stands for frames. A picture is on loan until
 * the next one has taken its place and nothing waits for it; so a slow encoder leaves no pictures to draw into instead of
 * filling the memory.
 */
export class FrameWriter {
  #free: Uint8Array[];
  #queue: Entry[] = [];
  #last: Uint8Array | null = null;
  #isWriting = false;
  #onWritten: (() => void) | null = null;
  /** Frames that the encoder has taken. */
  written = 0;

  constructor(private readonly stream: Pick<Writable, "write">, pictures: readonly Uint8Array[]) {
    this.#free = [...pictures];
  }

  /** A picture to draw into, or null while all wait to be written. */
  borrow(): Uint8Array | null {
    return this.#free.pop() ?? null;
  }

  /** Gives back what was borrowed and not drawn into. */
  giveBack(picture: Uint8Array): void {
    this.#free.push(picture);
  }

  push(picture: Uint8Array, frames: number): void {
    const replaced = this.#last;
    this.#last = picture;
    this.#queue.push({ picture, frames });
    if (replaced) this.#release(replaced);
    this.#next();
  }

  /** Nothing has changed: the last picture stands for more frames. */
  repeat(frames: number): void {
    if (!this.#last) throw new Error("there is no picture to repeat");
    this.#queue.push({ picture: this.#last, frames });
    this.#next();
  }

  /** Resolves when everything is written. */
  async drain(): Promise<void> {
    if (this.#queue.length > 0) await new Promise<void>((resolve) => (this.#onWritten = resolve));
  }

  #release(picture: Uint8Array): void {
    if (picture !== this.#last && !this.#queue.some((entry) => entry.picture === picture)) this.#free.push(picture);
  }

  #next(): void {
    const entry = this.#queue[0];
    if (!entry) this.#onWritten?.();
    if (this.#isWriting || !entry) return;
    this.#isWriting = true;
    this.stream.write(entry.picture, (error) => {
      this.#isWriting = false;
      // The pipe is gone; whoever watches the encoder ends the recording.
      if (error) return;
      this.written += 1;
      entry.frames -= 1;
      if (entry.frames === 0) {
        this.#queue.shift();
        this.#release(entry.picture);
      }
      this.#next();
    });
  }
}
