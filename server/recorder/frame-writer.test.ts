import { expect, test } from "vitest";
import { FrameWriter, quietFrames } from "@/server/recorder/frame-writer";

/** A pipe that takes pictures when it is told to; `taken` are their first bytes, without the heads between them. */
function slowPipe() {
  const taken: number[] = [];
  const callbacks: (() => void)[] = [];
  const write = ((bytes: Uint8Array, done?: () => void) => {
    if (!done) return true;
    taken.push(bytes[0]!);
    callbacks.push(done);
    return true;
  }) as never;
  return { taken, stream: { write }, take: (count = 1) => Array.from({ length: count }, () => callbacks.shift()?.()) };
}

test("pictures are written once each, in order, and lent again when the next has taken their place", async () => {
  const { taken, stream, take } = slowPipe();
  const writer = new FrameWriter(stream, [new Uint8Array([0]), new Uint8Array([0])]);
  expect(writer.written).toBe(-1);
  const first = writer.borrow()!;
  first[0] = 1;
  writer.push(first, 0);
  const second = writer.borrow()!;
  second[0] = 2;
  writer.push(second, 3);
  expect([writer.borrow(), taken]).toEqual([null, [1]]);
  take();
  expect([taken, writer.written, writer.borrow()]).toEqual([[1, 2], 0, first]);
  const drained = writer.drain();
  take();
  await drained;
  expect([writer.written, writer.borrow()]).toEqual([3, null]);
});

test("where nothing changes a picture is written again now and then, and at the very end", () => {
  const { taken, stream, take } = slowPipe();
  const writer = new FrameWriter(stream, [new Uint8Array([7]), new Uint8Array([8])]);
  expect(() => writer.repeat(1)).toThrow("no picture");
  writer.push(writer.borrow()!, 0);
  take();
  for (let frame = 1; frame < 2.5 * quietFrames; frame += 1) {
    writer.repeat(frame);
    take();
    expect(writer.written).toBe(frame);
  }
  expect(taken).toEqual([8, 8, 8]);
  writer.repeat(2.5 * quietFrames, true);
  take();
  expect([taken.length, writer.written]).toEqual([4, 2.5 * quietFrames]);
});
