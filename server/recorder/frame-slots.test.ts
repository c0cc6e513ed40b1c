import { expect, test } from "vitest";
import { fillSlot, SlotMemory, TakenSlots } from "@/server/recorder/frame-slots";

const picture = (luma: number) => (data: Uint8Array) => void data.fill(luma);

test("a slot is not filled again before it is given back", () => {
  const slots = new SlotMemory().take(4, 2);
  const taken = new TakenSlots(slots, () => {});
  const filled = Array.from({ length: 15 }, (_, index) => fillSlot(slots, picture(index), 0.5 + index, 3));
  expect(filled).toEqual([...Array.from({ length: 14 }, () => true), false]);
  const frames = taken.take();
  expect(frames.map(({ at, turns, picture: { data } }) => [data[0], at, turns])).toEqual(Array.from({ length: 14 }, (_, index) => [index, 0.5 + index, 3]));
  frames[3]!.free();
  expect([fillSlot(slots, picture(50), 100, 0), frames[3]!.picture.data[0], frames[4]!.picture.data[0]]).toEqual([true, 50, 4]);
  expect([taken.take().map(({ at }) => at), taken.take()]).toEqual([[100], []]);
});

test("memory is used again once the thread that draws has left it and shows nothing in it any more", () => {
  const memory = new SlotMemory();
  const large = memory.take(40, 20);
  const given: SharedArrayBuffer[] = [];
  const taken = new TakenSlots(large, (unused) => given.push(unused));
  fillSlot(large, picture(1), 1, 0);
  fillSlot(large, picture(2), 2, 0);
  const [first, second] = taken.take();
  fillSlot(large, picture(3), 3, 0);
  first!.free();
  taken.leave();
  expect(given).toEqual([]);
  second!.free();
  expect(given).toEqual([large.memory]);

  memory.giveBack(given[0]!);
  const small = memory.take(4, 2);
  expect(small.memory).toBe(large.memory);
  expect(new TakenSlots(small, () => {}).take()).toEqual([]);
  expect(memory.take(4, 2).memory).not.toBe(large.memory);
});

test("the smallest memory that is large enough is taken, and of too much the smallest goes", () => {
  const memory = new SlotMemory();
  const [small, middle, large] = [memory.take(40, 20), memory.take(640, 360), memory.take(1280, 720)].map((slots) => slots.memory);
  for (const unused of [large!, small!, middle!]) memory.giveBack(unused);
  expect([memory.take(600, 300).memory, memory.take(4, 2).memory, memory.take(4, 2).memory]).toEqual([middle, small, large]);
  memory.giveBack(middle!);
  memory.giveBack(memory.take(1280, 800).memory);
  memory.giveBack(large!);
  expect(memory.take(640, 360).memory).not.toBe(middle);
});
