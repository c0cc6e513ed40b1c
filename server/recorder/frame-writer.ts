import type { Writable } from "node:stream";
import { matroskaHead, pictureHead } from "@/server/recorder/matroska";
import { canvasHeight, canvasWidth } from "@/server/recorder/layout";
import { frameMs } from "@/server/recorder/pace";

type Entry = { picture: Uint8Array; /** Which frame of the file, from 0. */ frame: number };

/**
 * The longest that nothing is written where nothing changes, in frames. Whoever watches live, and the fragments of the
 * file, wait for what comes next; key frames, a whole number of these apart, come in time.
 */
export const quietFrames = 10;

/**
 * Writes pictures to the encoder, each with its moment. A picture is on loan until the next one has taken its place and
 * nothing waits for it; so a slow encoder leaves no pictures to draw into instead of filling the memory.
 */
export class FrameWriter {
  #free: Uint8Array[];
  #queue: Entry[] = [];
  #last: Entry | null = null;
  #isWriting = false;
  #onWritten: (() => void) | null = null;
  /** The frame up to which the encoder has taken what there is, from 0; -1 for nothing. */
  written = -1;

  constructor(private readonly stream: Pick<Writable, "write">, pictures: readonly Uint8Array[]) {
    this.#free = [...pictures];
    stream.write(matroskaHead(canvasWidth, canvasHeight, frameMs));
  }

  /** A picture to draw into, or null while all wait to be written. */
  borrow(): Uint8Array | null {
    return this.#free.pop() ?? null;
  }

  /** Gives back what was borrowed and not drawn into. */
  giveBack(picture: Uint8Array): void {
    this.#free.push(picture);
  }

  /** This picture is shown from this frame of the file on. */
  push(picture: Uint8Array, frame: number): void {
    const replaced = this.#last?.picture;
    this.#put({ picture, frame });
    if (replaced) this.#release(replaced);
  }

  /** Up to this frame nothing has changed. @param isLast it must be there, since nothing comes after it */
  repeat(frame: number, isLast = false): void {
    if (!this.#last) throw new Error("there is no picture to repeat");
    const { picture, frame: from } = this.#last;
    // One that came late is as good as the one that was due.
    const due = isLast ? frame : Math.floor(frame / quietFrames) * quietFrames;
    if (due > from) this.#put({ picture, frame: due });
    else if (this.#queue.length === 0) this.written = frame;
  }

  /** Resolves when everything is written. */
  async drain(): Promise<void> {
    if (this.#queue.length > 0) await new Promise<void>((resolve) => (this.#onWritten = resolve));
  }

  #put(entry: Entry): void {
    this.#last = entry;
    this.#queue.push(entry);
    this.#next();
  }

  #release(picture: Uint8Array): void {
    if (picture !== this.#last?.picture && !this.#queue.some((entry) => entry.picture === picture)) this.#free.push(picture);
  }

  #next(): void {
    const entry = this.#queue[0];
    if (!entry) this.#onWritten?.();
    if (this.#isWriting || !entry) return;
    this.#isWriting = true;
    this.stream.write(pictureHead(entry.frame * frameMs, entry.picture.length));
    this.stream.write(entry.picture, (error) => {
      this.#isWriting = false;
      // The pipe is gone; whoever watches the encoder ends the recording.
      if (error) return;
      this.written = entry.frame;
      this.#queue.shift();
      this.#release(entry.picture);
      this.#next();
    });
  }
}
