import { dueMargin, type Queries } from "@/inngest/engine/database";
import type { Claim } from "@/inngest/engine/execution";
import type { EngineFunction, EngineFunctions } from "@/inngest/engine/functions";

type DueCall = { id: number; run_id: string; step_id: string; function_id: string; concurrency_keys: string[] };
const batchSize = 100;

/**
 * Which due calls may begin. Claims and the counts of the concurrency limits live in memory: there is one leader, and
 * what it had claimed when it died is simply due again, at once, without a timeout.
 */
export class Dispatcher {
  private readonly inFlight = new Set<number>();
  private readonly active = new Map<string, number>();
  private readonly limits = new Map<string, number>();

  constructor(private readonly functions: EngineFunctions, private readonly maxInFlight: number) {}

  get size(): number {
    return this.inFlight.size;
  }

  /** Claims due calls, oldest first, as far as the limits allow. Each claim must be released. */
  async claim(db: Queries): Promise<{ claim: Claim; release: () => void }[]> {
    const claimed: { claim: Claim; release: () => void }[] = [];
    while (this.inFlight.size < this.maxInFlight) {
      const due = await this.findDue(db);
      const before = claimed.length;
      for (const call of due) {
        const fn = this.functions.get(call.function_id);
        if (fn && this.inFlight.size < this.maxInFlight && this.hasRoom(fn, call)) claimed.push({ claim: { jobId: call.id, runId: call.run_id, stepId: call.step_id, fn }, release: this.take(call) });
      }
      if (claimed.length === before) break;
    }
    return claimed;
  }

  /** Runs of functions that are gone stay as they are; those at a limit are left out so that they do not hide others. */
  private findDue(db: Queries): Promise<DueCall[]> {
    const saturated = [...this.active].filter(([key, count]) => count >= (this.limits.get(key) ?? Infinity)).map(([key]) => key);
    return db<DueCall[]>`
      select j.id, j.run_id, j.step_id, r.function_id, r.concurrency_keys
      from engine.job j join engine.run r on r.id = j.run_id
      where j.due_at <= now() + ${dueMargin}::interval
        and not (j.id = any(${[...this.inFlight]}::bigint[]))
        and r.function_id = any(${[...this.functions.keys()]}::text[])
        and not (r.concurrency_keys && ${saturated}::text[])
      order by j.due_at, j.id limit ${batchSize}`;
  }

  private hasRoom(fn: EngineFunction, call: DueCall): boolean {
    call.concurrency_keys.forEach((key, index) => {
      const limit = fn.concurrency[index]?.limit;
      if (limit !== undefined) this.limits.set(key, limit);
    });
    return call.concurrency_keys.every((key) => (this.active.get(key) ?? 0) < (this.limits.get(key) ?? Infinity));
  }

  private take(call: DueCall): () => void {
    this.inFlight.add(call.id);
    for (const key of call.concurrency_keys) this.active.set(key, (this.active.get(key) ?? 0) + 1);
    return () => {
      this.inFlight.delete(call.id);
      for (const key of call.concurrency_keys) {
        const rest = (this.active.get(key) ?? 1) - 1;
        if (rest > 0) this.active.set(key, rest);
        else {
          this.active.delete(key);
          this.limits.delete(key);
        }
      }
    };
  }
}
