import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of a file in hexadecimal, read in pieces that do not hold up the event loop for long. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 512 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
