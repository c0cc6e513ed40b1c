import { randomBytes } from "node:crypto";

const letters = "abcdefghijkmnpqrstuvwxyz";

/** `count` letters without look-alikes (no l, no o), for codes that people read out. */
function randomLetters(count: number): string {
  let out = "";
  while (out.length < count) {
    for (const byte of randomBytes(count * 2)) {
      // 240 is the largest multiple of 24 below 256: no letter is likelier than another.
      if (byte < 240 && out.length < count) out += letters[byte % letters.length];
    }
  }
  return out;
}

/** A room address nobody can guess, e.g. `abc-defg-hij` (24^10 possibilities). */
export function randomRoomSlug(): string {
  const s = randomLetters(10);
  return `${s.slice(0, 3)}-${s.slice(3, 7)}-${s.slice(7)}`;
}

/** The only spelling of an id. */
export const idPattern = /^[1-9]\d{0,15}$/;

/** Parses a positive safe integer in its only spelling (`"7"`, not `"07"`, `"+7"`, `"7.0"`); null for anything else. */
export function parseId(text: string): number | null {
  if (!idPattern.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}
