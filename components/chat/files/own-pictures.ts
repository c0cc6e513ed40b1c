/** So many of one's own pictures are shown from where they were chosen; each holds its bytes in the browser. */
const keptMax = 40;

const kept = new Map<string, string>();

/** Remembers where the browser has a picture that was sent from here: shown from there it does not blink when the message is confirmed. */
export function keepOwnPicture(id: string, localUrl: string): void {
  kept.set(id, localUrl);
  for (const [oldest, url] of kept) {
    if (kept.size <= keptMax) break;
    kept.delete(oldest);
    URL.revokeObjectURL(url);
  }
}

export const ownPicture = (id: string): string | undefined => kept.get(id);
