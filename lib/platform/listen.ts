import { sql } from "@/db/client";
import { log } from "@/lib/platform/log";

/** One item on the bus: a topic and a small JSON value. Items are hints; correctness never rests on them. */
export type BusItem = [topic: string, payload: unknown];
type Subscriber = { onItems: (items: BusItem[]) => void; onReset: () => void };

const channel = "atrium";
/** Postgres refuses a payload of 8,000 bytes. */
const maxPayloadBytes = 7900;

class Coalescer {
  private queue: string[] = [];
  private flushing: Promise<void> | undefined;

  push(item: BusItem): Promise<void> {
    const text = JSON.stringify(item);
    if (Buffer.byteLength(text) > maxPayloadBytes - 2) throw new Error(`a bus item on ${item[0]} is too large`);
    this.queue.push(text);
    return (this.flushing ??= this.flush().finally(() => (this.flushing = undefined)));
  }

  /** One NOTIFY in flight a process; whatever queued meanwhile rides the next. */
  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      let size = 2;
      let count = 0;
      for (const text of this.queue) {
        size += Buffer.byteLength(text) + 1;
        if (size > maxPayloadBytes && count > 0) break;
        count += 1;
      }
      const batch = `[${this.queue.splice(0, count).join(",")}]`;
      await sql()`select pg_notify(${channel}, ${batch})`;
    }
  }
}

type Bus = { coalescer: Coalescer; subscribers: Set<Subscriber>; listening?: Promise<unknown> };
const key = Symbol.for("atrium.bus");
const shared = globalThis as { [key]?: Bus };
const bus = (): Bus => (shared[key] ??= { coalescer: new Coalescer(), subscribers: new Set() });

/** Tells every process (this one too). Resolves when handed over; failures are logged, not thrown: a sweep covers them. */
export async function publish(topic: string, payload: unknown): Promise<void> {
  try {
    await bus().coalescer.push([topic, payload]);
  } catch (error) {
    log.warn({ err: error, topic }, "a wake-up could not be sent");
  }
}

function deliver(text: string): void {
  const items = JSON.parse(text) as BusItem[];
  for (const subscriber of bus().subscribers) subscriber.onItems(items);
}

/**
 * Hears the bus until the returned function is called. `onReset` runs whenever the connection was (re)made: whatever was
 * published before may have been missed, so the subscriber reads the truth from Postgres then.
 */
export async function subscribe(subscriber: Subscriber): Promise<() => void> {
  const { subscribers } = bus();
  subscribers.add(subscriber);
  bus().listening ??= sql().listen(channel, deliver, () => {
    for (const each of bus().subscribers) each.onReset();
  });
  await bus().listening;
  return () => subscribers.delete(subscriber);
}
