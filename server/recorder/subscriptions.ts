/** What is used of LiveKit's publication. */
export type Subscribable = { subscribed: boolean; setSubscribed: (isSubscribed: boolean) => void };
type Entry = { publication: Subscribable; isWanted: boolean; askedAt: number; waitMs: number };

const firstWaitMs = 3_000;
const longestWaitMs = 60_000;

/**
 * Which tracks are to be sent. What is asked while the connection is made anew may be lost without a word, so what has
 * not come is asked for again, less and less often.
 */
export class Subscriptions {
  readonly #entries = new Map<string, Entry>();

  add(sid: string, publication: Subscribable): void {
    this.#entries.set(sid, { publication, isWanted: false, askedAt: 0, waitMs: firstWaitMs });
  }

  remove(sid: string): void {
    this.#entries.delete(sid);
  }

  /** Does nothing where nothing has changed. */
  want(sid: string, isWanted: boolean, nowMs: number): void {
    const entry = this.#entries.get(sid);
    if (!entry || entry.isWanted === isWanted) return;
    Object.assign(entry, { isWanted, askedAt: nowMs, waitMs: firstWaitMs });
    entry.publication.setSubscribed(isWanted);
  }

  /** Asks again for what has not come. Called about once a second. */
  repeat(nowMs: number): void {
    for (const entry of this.#entries.values()) {
      if (!entry.isWanted || entry.publication.subscribed || nowMs - entry.askedAt < entry.waitMs) continue;
      Object.assign(entry, { askedAt: nowMs, waitMs: Math.min(entry.waitMs * 2, longestWaitMs) });
      // To ask for what is asked for already would be no change.
      entry.publication.setSubscribed(false);
      entry.publication.setSubscribed(true);
    }
  }
}
