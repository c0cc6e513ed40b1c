import { Worker } from "node:worker_threads";
import { fillSlot, SlotMemory, type FrameSlots } from "@/server/recorder/frame-slots";
import { shownTracks, type Tile } from "@/server/recorder/people";
import { Picture, type Box } from "@/server/recorder/picture";
import type { QuarterTurns } from "@/server/recorder/rotate";
import { drawScaled, fitInto } from "@/server/recorder/scale";
import type { FromThread, Rendered, ThreadStart, ToThread } from "@/server/recorder/thread-messages";

type Incoming = { data: Uint8Array; width: number; height: number };

/** The size in which a picture will be drawn, before it is turned upright; never more than it has. */
export function sizeFor({ width, height }: Pick<Incoming, "width" | "height">, turns: QuarterTurns, box: Box): { width: number; height: number } {
  const isLying = turns % 2 === 1;
  const fitted = isLying ? fitInto(height, width, box) : fitInto(width, height, box);
  const wanted = isLying ? { width: fitted.height, height: fitted.width } : { width: fitted.width, height: fitted.height };
  return wanted.width < width && wanted.height < height ? wanted : { width, height };
}

/** The thread that draws, as the others see it. */
export class PictureThread {
  readonly #worker: Worker;
  readonly #slots = new Map<string, FrameSlots>();
  #boxes = new Map<string | null, Box>();
  #waiting: { resolve: (answer: Rendered) => void; reject: (error: unknown) => void } | null = null;
  #failure: unknown = null;

  /** @param onFailure called when the thread is gone without having been told to stop */
  constructor(file: URL, start: ThreadStart, onFailure: (error: unknown) => void, private readonly memory = new SlotMemory()) {
    // What it draws lies outside of its heap.
    this.#worker = new Worker(file, { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 } });
    this.#worker.on("message", (answer: FromThread) => {
      if (answer.type === "unused") return this.memory.giveBack(answer.memory);
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
    const shown = new Set(shownTracks(tiles));
    this.#boxes = new Map(tiles.map(({ sid, box }) => [sid, box]));
    for (const sid of this.#slots.keys()) if (!shown.has(sid)) this.#slots.delete(sid);
    this.#tell({ type: "tiles", tiles });
  }

  /**
   * Hands a picture over, no larger than its tile: what is not seen need not be kept for both threads. It is left out
   * when the thread is behind with this track.
   */
  addFrame(sid: string, incoming: Incoming, turns: QuarterTurns, at: number): void {
    const box = this.#boxes.get(sid);
    if (!box) return;
    const { width, height } = sizeFor(incoming, turns, box);
    let slots = this.#slots.get(sid);
    if (slots?.width !== width || slots.height !== height) {
      slots = this.memory.take(width, height);
      this.#slots.set(sid, slots);
      this.#tell({ type: "slots", sid, slots });
    }
    const picture = new Picture(incoming.width, incoming.height, incoming.data);
    fillSlot(slots, (data) => drawScaled(picture, new Picture(width, height, data), { x: 0, y: 0, width, height }), at, turns);
  }

  /** Draws what was there at `at` into `picture`, which belongs to the thread until it answers. One at a time. @throws when the thread has failed */
  render(picture: Uint8Array, at: number): Promise<Rendered> {
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
