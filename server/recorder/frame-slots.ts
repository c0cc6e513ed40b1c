import { Picture, pictureBytes } from "@/server/recorder/picture";
import type { QuarterTurns } from "@/server/recorder/rotate";

/**
 * Memory that two threads share, for the latest pictures of one track: one thread draws a picture into a free slot, the
 * other takes it when it draws, and frees the slot when it has drawn the next. One word a slot says whose it is, so no
 * picture is overwritten while it is read, and no message is needed for any of them.
 */
export type FrameSlots = { memory: SharedArrayBuffer; width: number; height: number };
/** A picture in a slot; `at` is when its voice comes, in the milliseconds of the one clock. `free` gives the slot back. */
export type SlotFrame = { at: number; turns: QuarterTurns; picture: Picture; free: () => void };

/** Those that wait for their voice at 25 frames a second, the one that is shown, and room for a late thread. */
const slotCount = 14;
/** For each slot its state and turns (a word each), then its time (eight bytes). */
const stateOf = (slot: number) => slot * 4;
const turnsOf = (slot: number) => slot * 4 + 1;
const timeOf = (slot: number) => slot * 2 + 1;
const headerBytes = 16 * slotCount;
const [free, filled, taken] = [0, 1, 2];

/** More than this is not kept for later: a room whose tiles were of every size once. */
const mostUnusedBytes = 32_000_000;

/**
 * Makes slots, again and again of the same memory. Left to the collectors of garbage, memory of two threads goes when both
 * have come by, which the one that only draws seldom does: half an hour of people who come and go took 230 MB.
 */
export class SlotMemory {
  #unused: SharedArrayBuffer[] = [];

  /** Slots for pictures of this size, all free. */
  take(width: number, height: number): FrameSlots {
    const bytes = headerBytes + slotCount * pictureBytes(width, height);
    const index = this.#unused.findIndex(({ byteLength }) => byteLength >= bytes);
    const memory = index < 0 ? new SharedArrayBuffer(bytes) : this.#unused.splice(index, 1)[0]!;
    new Int32Array(memory, 0, headerBytes / 4).fill(free);
    return { memory, width, height };
  }

  /** Gives memory back that no thread reads or writes any more. */
  giveBack(memory: SharedArrayBuffer): void {
    this.#unused = [...this.#unused, memory].sort((a, b) => a.byteLength - b.byteLength);
    while (this.#unused.reduce((sum, { byteLength }) => sum + byteLength, 0) > mostUnusedBytes) this.#unused.shift();
  }
}

const words = ({ memory }: FrameSlots) => new Int32Array(memory, 0, headerBytes / 4);
const times = ({ memory }: FrameSlots) => new Float64Array(memory, 0, headerBytes / 8);

/** The bytes of one slot. */
function slotData({ memory, width, height }: FrameSlots, slot: number): Uint8Array {
  const size = pictureBytes(width, height);
  return new Uint8Array(memory, headerBytes + slot * size, size);
}

/**
 * Has a picture drawn into a free slot.
 * @returns whether there was one: none is when the other thread is behind
 */
export function fillSlot(slots: FrameSlots, draw: (data: Uint8Array) => void, at: number, turns: QuarterTurns): boolean {
  const header = words(slots);
  for (let slot = 0; slot < slotCount; slot += 1) {
    if (Atomics.load(header, stateOf(slot)) !== free) continue;
    draw(slotData(slots, slot));
    times(slots)[timeOf(slot)] = at;
    header[turnsOf(slot)] = turns;
    Atomics.store(header, stateOf(slot), filled);
    return true;
  }
  return false;
}

/** The slots of one track as the thread that draws has them: their memory is unused once nothing in it is shown, and nothing will come. */
export class TakenSlots {
  #taken = 0;
  #isLeft = false;

  constructor(private readonly slots: FrameSlots, private readonly onUnused: (memory: SharedArrayBuffer) => void) {}

  /** What was filled in since the last time, oldest first; each picture is held until its `free`. */
  take(): SlotFrame[] {
    const header = words(this.slots);
    const frames: SlotFrame[] = [];
    for (let slot = 0; slot < slotCount; slot += 1) {
      if (Atomics.compareExchange(header, stateOf(slot), filled, taken) !== filled) continue;
      this.#taken += 1;
      const picture = new Picture(this.slots.width, this.slots.height, slotData(this.slots, slot));
      frames.push({ at: times(this.slots)[timeOf(slot)]!, turns: header[turnsOf(slot)] as QuarterTurns, picture, free: () => this.#free(slot) });
    }
    return frames.sort((a, b) => a.at - b.at);
  }

  /** The track has other slots now, or is not shown. */
  leave(): void {
    this.#isLeft = true;
    this.#settle();
  }

  #free(slot: number): void {
    Atomics.store(words(this.slots), stateOf(slot), free);
    this.#taken -= 1;
    this.#settle();
  }

  #settle(): void {
    if (this.#isLeft && this.#taken === 0) this.onUnused(this.slots.memory);
  }
}
