import { pictureBytes } from "@/server/recorder/picture";
import type { QuarterTurns } from "@/server/recorder/rotate";

/**
 * Memory that two threads share, for the latest pictures of one track: one thread draws a picture into a free slot, the
 * other takes it when it draws, and frees the slot when it has drawn the next. One word a slot says whose it is, so no
 * picture is overwritten while it is read, and no message is needed for any of them.
 */
export type FrameSlots = { memory: SharedArrayBuffer; width: number; height: number };
/** A picture in a slot; `at` is when its voice comes, in the milliseconds of the one clock. */
export type SlotFrame = { slot: number; at: number; turns: QuarterTurns };

/** Those that wait for their voice at 25 frames a second, the one that is shown, and room for a late thread. */
const slotCount = 14;
/** For each slot its state and turns (a word each), then its time (eight bytes). */
const stateOf = (slot: number) => slot * 4;
const turnsOf = (slot: number) => slot * 4 + 1;
const timeOf = (slot: number) => slot * 2 + 1;
const headerBytes = 16 * slotCount;
const [free, filled, taken] = [0, 1, 2];

export function createSlots(width: number, height: number): FrameSlots {
  return { memory: new SharedArrayBuffer(headerBytes + slotCount * pictureBytes(width, height)), width, height };
}

const words = ({ memory }: FrameSlots) => new Int32Array(memory, 0, headerBytes / 4);
const times = ({ memory }: FrameSlots) => new Float64Array(memory, 0, headerBytes / 8);

/** The bytes of one slot. */
export function slotData({ memory, width, height }: FrameSlots, slot: number): Uint8Array {
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

/** Takes the pictures that were filled in since the last time, oldest first. */
export function takeSlots(slots: FrameSlots): SlotFrame[] {
  const header = words(slots);
  const frames: SlotFrame[] = [];
  for (let slot = 0; slot < slotCount; slot += 1) {
    if (Atomics.compareExchange(header, stateOf(slot), filled, taken) !== filled) continue;
    frames.push({ slot, at: times(slots)[timeOf(slot)]!, turns: header[turnsOf(slot)] as QuarterTurns });
  }
  return frames.sort((a, b) => a.at - b.at);
}

/** Gives a slot back to the thread that fills it. */
export function freeSlot(slots: FrameSlots, slot: number): void {
  Atomics.store(words(slots), stateOf(slot), free);
}
