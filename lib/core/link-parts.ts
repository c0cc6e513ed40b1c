export type TextPart = { text: string; href?: string };

const candidates = /\bhttps?:\/\/[^\s<>"“”«»]+/giu;
const trailing = /[.,;:!?'’)\]}]/u;
const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** The end of a sentence is no part of an address; a closing bracket is only where its opening one is. */
function trimEnd(address: string): string {
  let end = address;
  for (let last = end.at(-1); last !== undefined && trailing.test(last); last = end.at(-1)) {
    const opening = pairs[last];
    if (opening && end.split(opening).length >= end.split(last).length) break;
    end = end.slice(0, -1);
  }
  return end;
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
