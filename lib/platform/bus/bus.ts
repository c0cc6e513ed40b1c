import { BusAwayError, type BusDriver } from "@/lib/platform/bus/driver";
import { log } from "@/lib/platform/log";

/** One item on the bus: a topic and a small JSON value. Items are hints; correctness never rests on them. */
export type BusItem = [topic: string, payload: unknown];
export type Subscriber = { onItems: (items: BusItem[]) => void; onReset: () => void };

/** Postgres refuses a payload of 8,000 bytes; the same for each driver, so that what fits one fits all. */
const maxPayloadBytes = 7900;

/** Null for what none of our processes said: a server may be shared. */
function readItems(batch: string): BusItem[] | null {
  try {
    const items: unknown = JSON.parse(batch);
    return Array.isArray(items) && items.every((item) => Array.isArray(item) && typeof item[0] === "string") ? (items as BusItem[]) : null;
  } catch {
    return null;
  }
}

/** The bus of one process: gathers what is published, hands out what is heard. */
export class Bus {
  private queue: string[] = [];
  private flushing: Promise<void> | undefined;
  private listening: Promise<void> | undefined;
  private readonly subscribers = new Set<Subscriber>();

  constructor(private readonly driver: BusDriver) {}

  /** Resolves when the item was handed over, or given up. @throws when it is too large */
  push(item: BusItem): Promise<void> {
    const text = JSON.stringify(item);
    if (Buffer.byteLength(text) > maxPayloadBytes - 2) throw new Error(`a bus item on ${item[0]} is too large`);
    this.queue.push(text);
    return (this.flushing ??= this.flush().finally(() => (this.flushing = undefined)));
  }

  /** Hands an item out in this process before anybody else hears it; from the bus it comes once more. */
  deliverHere(item: BusItem): void {
    this.deliver(JSON.stringify([item]));
  }

  /** One batch in flight a process; whatever queued meanwhile rides the next. */
  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      let size = 2;
      let count = 0;
      for (const text of this.queue) {
        size += Buffer.byteLength(text) + 1;
        if (size > maxPayloadBytes && count > 0) break;
        count += 1;
      }
      await this.send(`[${this.queue.splice(0, count).join(",")}]`);
    }
  }

  private async send(batch: string): Promise<void> {
    try {
      await this.driver.send(batch);
    } catch (error) {
      if (!(error instanceof BusAwayError)) log.warn({ err: error }, "wake-ups could not be sent");
      // Others find it with their sweeps; those who are here need not wait for that.
      this.deliver(batch);
    }
  }

  private deliver(batch: string): void {
    const items = readItems(batch);
    if (!items) return log.warn("something on the bus is none of ours");
    for (const subscriber of this.subscribers) {
      try {
        subscriber.onItems(items);
      } catch (error) {
        // One that fails must not keep the others from hearing.
        log.error({ err: error }, "what the bus told could not be acted on; a sweep finds it");
      }
    }
  }

  async subscribe(subscriber: Subscriber): Promise<() => void> {
    this.subscribers.add(subscriber);
    this.listening ??= this.driver.listen(
      (batch) => this.deliver(batch),
      () => {
        for (const each of this.subscribers) each.onReset();
      },
    );
    try {
      await this.listening;
    } catch (error) {
      this.listening = undefined;
      throw error;
    }
    return () => this.subscribers.delete(subscriber);
  }

  check(): Promise<void> {
    return this.driver.check();
  }

  close(): Promise<void> {
    this.listening = undefined;
    return this.driver.close();
  }
}
