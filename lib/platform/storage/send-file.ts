import { read } from "node:fs";
import type { Writable } from "node:stream";
import type { ByteRange } from "@/lib/platform/storage/types";

/** Large pieces, a quarter of the system calls of the default; larger ones no longer fit a processor's cache and cost more. */
const pieceBytes = 256 * 1024;
/** Memory for each piece anew would be half of what sending costs: the system clears it each time. */
const spare: Buffer[] = [];
const maxSpare = 64;

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
  const piece = spare.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
  for (let at = start; at <= end; ) {
    const count = await readPiece(fd, piece, Math.min(pieceBytes, end - at + 1), at);
    if (count === 0) throw new Error("a file ended before its length");
    if (to.destroyed) throw new Error("the connection was closed");
    await writePiece(to, count === piece.length ? piece : piece.subarray(0, count));
    at += count;
  }
  to.end();
  // Not after an error: a connection that breaks may still hold it.
  if (spare.length < maxSpare) spare.push(piece);
}
