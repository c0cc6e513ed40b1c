import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An id of 26 characters that sorts by its time (epoch milliseconds): ids of runs, as Inngest makes them. */
export function ulid(time = Date.now(), entropy: Uint8Array = randomBytes(16)): string {
  let head = "";
  for (let digit = 0, rest = time; digit < 10; digit++, rest = Math.floor(rest / 32)) {
    head = alphabet[rest % 32] + head;
  }
  return head + Array.from(entropy.subarray(0, 16), (byte) => alphabet[byte % 32]).join("");
}
