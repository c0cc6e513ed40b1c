/**
 * One sentence as it is heard: the same segment again replaces what was known of it. `order` counts what was sent, since
 * what was sent earlier may be read later.
 */
export type Heard = { identity: string; name: string; segment: string; text: string; isFinal: boolean; order: number };
export type Line = Heard & { atMs: number; startedAtMs: number };

/** How long a sentence stays after its last word. */
export const shownMs = 7000;
const shownAtMost = 3;
/** Whoever floods a call with sentences fills no memory. */
const keptAtMost = 40;
/** A line in the call is a few sentences; more of it is cut from the front, where it has been read. */
const lettersAtMost = 600;

const shorten = (text: string) => (text.length > lettersAtMost ? `…${text.slice(-lettersAtMost)}` : text);

/** The lines with one more word. A finished sentence stays finished, and nothing older overwrites what is newer. */
export function hear(lines: readonly Line[], heard: Heard, nowMs: number): Line[] {
  const before = lines.find(({ identity, segment }) => identity === heard.identity && segment === heard.segment);
  if (before && (before.order > heard.order || (before.isFinal && !heard.isFinal))) return [...lines];
  const line: Line = { ...heard, text: shorten(heard.text), atMs: nowMs, startedAtMs: before?.startedAtMs ?? nowMs };
  if (before) return lines.map((each) => (each === before ? line : each));
  return heard.text.trim() === "" ? [...lines] : [...lines, line].slice(-keptAtMost);
}

/** Those to show now: the last few, none that has been read. */
export function shownOf(lines: readonly Line[], nowMs: number): Line[] {
  return lines.filter(({ atMs, text }) => nowMs - atMs < shownMs && text.trim() !== "").slice(-shownAtMost);
}

/** Without those that are never shown again. They are known for a while longer, so that what comes late of them is not new. */
export function forget(lines: readonly Line[], nowMs: number): Line[] {
  return lines.filter(({ atMs }) => nowMs - atMs < 10 * shownMs);
}
