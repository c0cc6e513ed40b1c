import { read } from "node:fs";
import type { Writable } from "node:stream";
import type { ByteRange } from "@/lib/platform/storage/types";

/**
 * A large piece costs a third less processor time for its bytes than four small ones. A slow reader holds its piece for
 * long, so only so many have a large one.
 */
const largeBytes = 1024 * 1024;
const smallBytes = 256 * 1024;
const maxLarge = 32;
/** Memory for each piece anew would be half of what sending costs: the system clears it each time. */
const spare = { large: [] as Buffer[], small: [] as Buffer[] };
const maxSpare = 64;
let largeInUse = 0;

/** Memory to read a part of so many bytes through; it is given back by `free`. */
function borrow(bytes: number): Buffer {
  if (bytes <= smallBytes || largeInUse >= maxLarge) return spare.small.pop() ?? Buffer.allocUnsafeSlow(smallBytes);
  largeInUse += 1;
  return spare.large.pop() ?? Buffer.allocUnsafeSlow(largeBytes);
}

/** `isWhole`: its connection did not break, and so holds it no more; else it is left to the garbage collector. */
function free(piece: Buffer, isWhole: boolean): void {
  const isLarge = piece.length === largeBytes;
  if (isLarge) largeInUse -= 1;
  const kept = isLarge ? spare.large : spare.small;
  if (isWhole && kept.length < maxSpare) kept.push(piece);
}

function readPiece(fd: number, into: Buffer, length: number, at: number): Promise<number> {
  return new Promise((resolve, reject) => read(fd, into, 0, length, at, (error, count) => (error ? reject(error) : resolve(count))));
}

/** Resolves when the piece has left this process: only then its memory may be used again. @throws when the connection ended */
function writePiece(to: Writable, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error("the connection was closed"));
    to.once("close", onClose);
    to.write(piece, (error) => {
      to.off("close", onClose);
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * Sends a part of an open file to its end, and ends `to`. One piece at a time: what a slow reader holds of our memory is one.
 * @throws when the connection ended, or the file is shorter than told
 */
export async function sendFile(fd: number, { start, end }: ByteRange, to: Writable): Promise<void> {
  const piece = borrow(end - start + 1);
  let isWhole = false;
  try {
    for (let at = start; at <= end; ) {
      const count = await readPiece(fd, piece, Math.min(piece.length, end - at + 1), at);
      if (count === 0) throw new Error("a file ended before its length");
      if (to.destroyed) throw new Error("the connection was closed");
      await writePiece(to, count === piece.length ? piece : piece.subarray(0, count));
      at += count;
    }
    to.end();
    isWhole = true;
  } finally {
    free(piece, isWhole);
  }
}
