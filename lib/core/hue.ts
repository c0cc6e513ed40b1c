/** As many as app/globals.css has `--person-…` colours. */
export const personHueCount = 8;

/**
 * The colour of a person, 0 to 7: one identity has one colour everywhere (avatar, name in chat, tile edge, cursor).
 * FNV-1a over the identity, finished with a mix so that neighbours such as `u7` and `u8` fall apart.
 */
export function personHue(identity: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < identity.length; index += 1) {
    hash = Math.imul(hash ^ identity.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (hash >>> 0) % personHueCount;
}

/** One or two letters for a name without a picture: first and last word; `?` where there is no letter or digit. */
export function initials(name: string): string {
  const words = name.normalize("NFC").split(/[\s._@-]+/u).map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0]).filter((letter) => letter !== undefined);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.join("").toLocaleUpperCase() || "?";
}
