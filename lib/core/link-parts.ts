export type TextPart = { text: string; href?: string };

const candidates = /\bhttps?:\/\/[^\s<>"“”«»]+/giu;
const trailing = /[.,;:!?'’)\]}]/u;
const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/**
 * The end of a sentence is no part of an address; a closing bracket is only where its opening one is. Brackets are counted
 * once: a message of ten thousand of them must not hold up everyone who reads the room.
 */
function trimEnd(address: string): string {
  const counts = new Map<string, number>();
  for (const character of address) counts.set(character, (counts.get(character) ?? 0) + 1);
  const count = (character: string) => counts.get(character) ?? 0;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1]!;
    if (!trailing.test(last)) break;
    const opening = pairs[last];
    if (opening && count(opening) >= count(last)) break;
    counts.set(last, count(last) - 1);
  }
  return address.slice(0, end);
}

/** An address that may be opened: http or https, with a host, and without a name and password that pretend to be one. */
function safeHref(address: string): string | undefined {
  try {
    const url = new URL(address);
    const isSafe = (url.protocol === "https:" || url.protocol === "http:") && url.hostname !== "" && url.username === "" && url.password === "";
    return isSafe ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Cuts a text into plain parts and links. Joined again, the parts are the text: nothing is rewritten. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const push = (plain: string) => plain !== "" && parts.push({ text: plain });
  for (const match of text.matchAll(candidates)) {
    const address = trimEnd(match[0]);
    const href = safeHref(address);
    if (href === undefined) continue;
    push(text.slice(end, match.index));
    parts.push({ text: address, href });
    end = match.index + address.length;
  }
  push(text.slice(end));
  return parts;
}
