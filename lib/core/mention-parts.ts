/** A stretch of a text: plain, or an `@name` with the place of that name in the list. */
export type MentionPart = { text: string; name?: number };

const wordLike = /[\p{L}\p{N}_]/u;

/**
 * Cuts a text at the `@name`s of the given names, the longest name first: with an Ada and an Ada Lovelace in the room,
 * `@Ada Lovelace` is the second alone. Neither within a word nor an address. Joined again, the parts are the text.
 */
export function mentionParts(text: string, names: readonly string[]): MentionPart[] {
  const byLength = names.map((name, index) => ({ name, index })).filter(({ name }) => name !== "").sort((a, b) => b.name.length - a.name.length);
  const parts: MentionPart[] = [];
  let end = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at < end || wordLike.test(text[at - 1] ?? " ")) continue;
    const found = byLength.find(({ name }) => text.startsWith(name, at + 1) && !wordLike.test([...text.slice(at + 1 + name.length, at + 3 + name.length)][0] ?? " "));
    if (!found) continue;
    if (at > end) parts.push({ text: text.slice(end, at) });
    parts.push({ text: `@${found.name}`, name: found.index });
    end = at + 1 + found.name.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Which of the people a text names, each once. */
export function mentionedIn<T extends { name: string }>(text: string, people: readonly T[]): T[] {
  if (!text.includes("@")) return [];
  const named = new Set(mentionParts(text, people.map(({ name }) => name)).map(({ name }) => name));
  return people.filter((_, index) => named.has(index));
}
