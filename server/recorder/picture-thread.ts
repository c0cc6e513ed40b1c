import { Worker } from "node:worker_threads";
import { createSlots, fillSlot, type FrameSlots } from "@/server/recorder/frame-slots";
import type { Tile } from "@/server/recorder/people";
import type { QuarterTurns } from "@/server/recorder/rotate";
import type { FromThread, ThreadStart, ToThread } from "@/server/recorder/thread-messages";

type Incoming = { data: Uint8Array; width: number; height: number };

/** The thread that draws, as the others see it. */
export class PictureThread {
  readonly #worker: Worker;
  readonly #slots = new Map<string, FrameSlots>();
  #waiting: { resolve: (answer: FromThread) => void; reject: (error: unknown) => void } | null = null;
  #failure: unknown = null;

  /** @param onFailure called when the thread is gone without having been told to stop */
  constructor(file: URL, start: ThreadStart, onFailure: (error: unknown) => void) {
    this.#worker = new Worker(file, { workerData: start });
    this.#worker.on("message", (answer: FromThread) => {
      this.#waiting?.resolve(answer);
      this.#waiting = null;
    });
    this.#worker.on("error", (error) => {
      this.#failure = error;
      this.#waiting?.reject(error);
      onFailure(error);
    });
  }

  /** Pictures of tracks that are not among the tiles are not taken from now on. */
  setTiles(tiles: Tile[]): void {
    const shown = new Map(tiles.filter(({ isPictureOff }) => !isPictureOff).map(({ sid }) => [sid, true]));
    for (const sid of this.#slots.keys()) if (!shown.has(sid)) this.#slots.delete(sid);
    this.#tell({ type: "tiles", tiles });
  }

  /** Hands a picture over; it is left out when the thread is behind with this track. */
  addFrame(sid: string, { data, width, height }: Incoming, turns: QuarterTurns, at: number): void {
    let slots = this.#slots.get(sid);
    if (slots?.width !== width || slots.height !== height) this.#slots.set(sid, (slots = createSlots(width, height)));
    const slot = fillSlot(slots, data);
    if (slot >= 0) this.#tell({ type: "frame", sid, slots, slot, at, turns });
  }

  /** Draws what was there at `at` into `picture`, which belongs to the thread until it answers. One at a time. @throws when the thread has failed */
  render(picture: Uint8Array, at: number): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting = { resolve, reject };
      this.#tell({ type: "render", at, picture }, [picture.buffer as ArrayBuffer]);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
