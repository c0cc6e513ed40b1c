import { pictureBytes } from "@/server/recorder/picture";

/**
 * Memory that two threads share, for the latest pictures of one track: one thread copies a picture into a free slot, the
 * other gives the slot back when it is drawn. One flag a slot says whose it is, so no picture is overwritten while it is read.
 */
export type FrameSlots = { memory: SharedArrayBuffer; width: number; height: number };

/** Those within the delay of the picture, the one that is shown, and room for a late thread. */
const slotCount = 7;
const headerBytes = 64;

export function createSlots(width: number, height: number): FrameSlots {
  return { memory: new SharedArrayBuffer(headerBytes + slotCount * pictureBytes(width, height)), width, height };
}

const flags = ({ memory }: FrameSlots) => new Int32Array(memory, 0, slotCount);

/** The bytes of one slot. */
export function slotData({ memory, width, height }: FrameSlots, slot: number): Uint8Array {
  const size = pictureBytes(width, height);
  return new Uint8Array(memory, headerBytes + slot * size, size);
}

/** Copies a picture into a free slot. @returns its number, or -1 when the other thread has not drawn what it was given. */
export function fillSlot(slots: FrameSlots, data: Uint8Array): number {
  const taken = flags(slots);
  for (let slot = 0; slot < slotCount; slot += 1) {
    if (Atomics.load(taken, slot) !== 0) continue;
    slotData(slots, slot).set(data);
    Atomics.store(taken, slot, 1);
    return slot;
  }
  return -1;
}

/** Gives a slot back to the thread that fills it. */
export function freeSlot(slots: FrameSlots, slot: number): void {
  Atomics.store(flags(slots), slot, 0);
}
