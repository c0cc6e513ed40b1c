import type { Queries } from "@/inngest/engine/database";
import { Leader } from "@/inngest/engine/leader";
import { eventColumns, toEvent } from "@/inngest/engine/outbox";
import type { EngineEvent } from "@/inngest/engine/protocol";
import { enginePrefix } from "@/lib/platform/jobs";
import { log } from "@/lib/platform/log";

export type ForwarderOptions = {
  databaseUrl: string;
  /** Hands events to Inngest; resolves when it has accepted all of them. */
  send: (events: EngineEvent[]) => Promise<unknown>;
  pollMs?: number;
  /** Milliseconds to pause after the `attempts`-th failure of an event. */
  pauseMs?: (attempts: number) => number;
};

const batchSize = 100;
const maxPauseMs = 30_000;
type PendingRow = Parameters<typeof toEvent>[0] & { attempts: number };

/**
 * With a real Inngest the recorded events are an outbox: this hands them over in their order, at least once; Inngest
 * drops repetitions by the event's id. One worker does it at a time. An event that is refused goes to the end of the
 * line, with its error, and is tried again: it does not hold up the others and is never dropped.
 */
export class Forwarder {
  private readonly stopping = new AbortController();
  private wakeUp: () => void = () => {};
  private running: Promise<void> | null = null;

  constructor(private readonly options: ForwarderOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let isLost = false;
      const onLost = () => {
        isLost = true;
        log.warn("the connection to Postgres is gone; forwarding of events begins again when it is back");
        this.wakeUp();
      };
      const leader = await Leader.acquire({ databaseUrl: this.options.databaseUrl, onWake: () => this.wakeUp(), onLost, signal: this.stopping.signal });
      if (!leader) return;
      while (!isLost && !this.stopping.signal.aborted) await this.turn(leader);
      await leader.end();
    }
  }

  private async turn(leader: Leader): Promise<void> {
    try {
      const pending = await leader.write((tx) => findPending(tx));
      if (pending.length === 0) return await this.sleep(this.options.pollMs ?? 1_000);
      const attempts = await this.handOver(leader, pending);
      if (attempts > 0) await this.sleep((this.options.pauseMs ?? pauseMs)(attempts), false);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      log.error({ err: error }, "events could not be forwarded");
      await this.sleep(this.options.pollMs ?? 1_000, false);
    }
  }

  /** Answers 0, or how often the first event has failed when not even that one was accepted alone. */
  private async handOver(leader: Leader, pending: PendingRow[]): Promise<number> {
    if (await this.isAccepted(leader, pending)) return 0;
    const [first] = pending;
    if (!first || (pending.length > 1 && (await this.isAccepted(leader, [first])))) return 0;
    return first.attempts + 1;
  }

  private async isAccepted(leader: Leader, rows: PendingRow[]): Promise<boolean> {
    const ids = rows.map((row) => row.id);
    try {
      await this.options.send(rows.map(toEvent));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason, count: rows.length }, "Inngest did not accept events");
      if (rows.length === 1) await leader.write((tx) => tx`update engine.event set attempts = attempts + 1, error = ${reason} where id = any(${ids}::text[])`);
      return false;
    }
    await leader.write((tx) => tx`update engine.event set routed_at = now(), error = null where id = any(${ids}::text[])`);
    return true;
  }

  /** Waits for `ms`, or less when something is recorded and `isWakeable`. */
  private async sleep(ms: number, isWakeable = true): Promise<void> {
    if (this.stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wakeUp = () => {
        if (isWakeable || this.stopping.signal.aborted) done();
      };
    });
    this.wakeUp = () => {};
  }
}

/** The oldest events with the fewest failures; requests to the embedded engine itself are none of Inngest's business. */
async function findPending(db: Queries): Promise<PendingRow[]> {
  await db`update engine.event set routed_at = now() where routed_at is null and starts_with(name, ${enginePrefix})`;
  const rows = await db<PendingRow[]>`
    select ${db([...eventColumns, "attempts"])} from engine.event
    where routed_at is null and attempts = (select min(attempts) from engine.event where routed_at is null)
    order by seq limit ${batchSize}`;
  return [...rows];
}

function pauseMs(attempts: number): number {
  return Math.min(maxPauseMs, 500 * 2 ** attempts);
}
