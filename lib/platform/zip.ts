import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import yazl from "yazl";

export type ZipEntry = { name: string; open: () => Promise<Readable>; isCompressed?: boolean };

/** Writes an archive entry by entry: only one is open at a time, and nothing is held in memory. Answers its size in bytes. */
export async function writeZip(file: string, entries: readonly ZipEntry[], onEntry: (done: number) => Promise<void>): Promise<number> {
  const zip = new yazl.ZipFile();
  let done = 0;
  const failed = new Promise<never>((_, reject) => {
    zip.on("error", reject);
    for (const { name, open, isCompressed = false } of entries) {
      zip.addReadStreamLazy(name, { compress: !isCompressed }, (give) => {
        open().then(
          (stream) => {
            stream.once("end", () => void onEntry((done += 1)).catch(reject));
            stream.once("error", reject);
            give(null, stream);
          },
          (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
        );
      });
    }
  });
  zip.end();
  const out = createWriteStream(file);
  await Promise.race([pipeline(zip.outputStream, out), failed]);
  return out.bytesWritten;
}
