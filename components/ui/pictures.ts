/** What this browser knows of people's pictures: asked for many at once, and again when it is old. */
type Known = { picture: string | null; readAt: number };

const freshMs = 5 * 60_000;
/** Those that a page shows come into being one after the other: they are asked for together. */
const gatherMs = 15;
const mostAtOnce = 100;
const retryMs = 2000;
const mostRetries = 3;

const known = new Map<number, Known>();
const listeners = new Map<number, Set<() => void>>();
const wanted = new Set<number>();
const retried = new Map<number, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** The number in `u12`; null for a guest, who has no account. */
export function personNumber(identity: string): number | null {
  const match = /^u([1-9]\d{0,14})$/.exec(identity);
  return match ? Number(match[1]) : null;
}

/** The address of a person's small picture as far as it is known. */
export function findPicture(id: number): string | null {
  return known.get(id)?.picture ?? null;
}

/** Tells what is known now; for a person's own picture, which has just changed. */
export function setPicture(id: number, picture: string | null): void {
  known.set(id, { picture, readAt: Date.now() });
  for (const listener of listeners.get(id) ?? []) listener();
}

/** Calls back when what is known of this person changes, and sees to it that something is. Answers how to stop. */
export function listenToPicture(id: number, listener: () => void): () => void {
  const of = listeners.get(id) ?? new Set();
  listeners.set(id, of.add(listener));
  const at = known.get(id)?.readAt;
  if (at === undefined || Date.now() - at > freshMs) want(id);
  return () => {
    of.delete(listener);
    if (of.size === 0) listeners.delete(id);
  };
}

function want(id: number): void {
  wanted.add(id);
  timer ??= setTimeout(() => {
    timer = undefined;
    const ids = [...wanted];
    wanted.clear();
    for (let start = 0; start < ids.length; start += mostAtOnce) void ask(ids.slice(start, start + mostAtOnce));
  }, gatherMs);
}

/** The server hears a moment later than the browsers that two people are in one call. */
function askAgain(id: number): void {
  const tries = retried.get(id) ?? 0;
  if (tries >= mostRetries) return;
  retried.set(id, tries + 1);
  setTimeout(() => listeners.has(id) && want(id), retryMs);
}

/** Without an answer everybody keeps their initials, and is asked for again with the next page. */
async function ask(ids: number[]): Promise<void> {
  try {
    const response = await fetch(`/api/people/pictures/?ids=${ids.join(",")}`);
    if (!response.ok) return;
    const { pictures, unknown } = (await response.json()) as { pictures: Record<string, string>; unknown: number[] };
    for (const id of ids) setPicture(id, pictures[String(id)] ?? null);
    for (const id of unknown) askAgain(id);
  } catch {
    // The connection is gone: initials are fine.
  }
}
