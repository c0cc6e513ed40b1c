/**
 * What carries the bus between processes. It may lose what it is given while it is away, and it must say when: whoever
 * listens reads the truth from Postgres then.
 */
export type BusDriver = {
  /** Hands a batch to every process, this one too. @throws BusAwayError while it is known to be away; others as they come */
  send(batch: string): Promise<void>;
  /**
   * Hears batches from now on. `onReset` runs each time that hearing (re)began: what was sent before may have been missed.
   * Resolves when it hears, or when it is clear that it does not yet.
   */
  listen(onBatch: (batch: string) => void, onReset: () => void): Promise<void>;
  /** @throws when nothing can be sent or heard now */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** The driver has told the log that it is away, and tells it when it is back: one line, not one for each thing unsent. */
export class BusAwayError extends Error {
  constructor() {
    super("the bus is away");
    this.name = "BusAwayError";
  }
}
