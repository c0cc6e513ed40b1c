import { retryDelayMs } from "@/inngest/engine/backoff";
import { Dispatcher } from "@/inngest/engine/dispatcher";
import { applyAnswer, handleNoAnswer, performCall, prepareCall, type Claim, type ExecutionOptions } from "@/inngest/engine/execution";
import { readFunctions, type EngineFunctions } from "@/inngest/engine/functions";
import { Leader } from "@/inngest/engine/leader";
import type { Transport } from "@/inngest/engine/protocol";
import { isConnectionError, routePending } from "@/inngest/engine/routing";
import { endRun } from "@/inngest/engine/runs";
import { prune, runSchedules, syncSchedules, wakeSteps } from "@/inngest/engine/timers";
import { log } from "@/lib/platform/log";

export type EngineOptions = {
  databaseUrl: string;
  transport: Transport;
  /** The lock is lost: steps under way cannot be recorded any more and will be run again, so the process should end. */
  onLost: () => void;
  onStandby?: () => void;
  /** Calls under way at once, over all functions. */
  maxInFlight?: number;
  /** How often timers are looked at, and how late a lost wake-up can be. */
  pollMs?: number;
  /** Injected by tests in place of Inngest's table. */
  backoffMs?: (attempt: number) => number;
  maxUnanswered?: number;
};

const pruneEveryMs = 3_600_000;

/** Runs the functions: routes events, wakes what sleeps, makes the calls that are due and stores what they bring. */
export class Engine {
  private readonly stopping = new AbortController();
  private readonly calls = new Set<Promise<void>>();
  private functions: EngineFunctions = new Map();
  private leader: Leader | null = null;
  private dispatcher: Dispatcher | null = null;
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | null = null;
  private isWanted = false;
  private prunedAt = 0;

  constructor(private readonly options: EngineOptions) {}

  /**
   * Reads the functions and waits until this process leads. Answers false when it was stopped before.
   * @throws UnsupportedFunctionError
   */
  async start(): Promise<boolean> {
    this.functions = await readFunctions(this.options.transport);
    this.dispatcher = new Dispatcher(this.functions, this.options.maxInFlight ?? 8);
    const leader = await Leader.acquire({
      databaseUrl: this.options.databaseUrl,
      onWake: () => this.wake(),
      onLost: () => this.lose(),
      onStandby: this.options.onStandby,
      signal: this.stopping.signal,
    });
    if (!leader) return false;
    this.leader = leader;
    await leader.write((tx) => syncSchedules(tx, this.functions));
    this.timer = setInterval(() => this.wake(), this.options.pollMs ?? 1_000);
    log.info({ functions: this.functions.size }, "the job engine leads");
    this.wake();
    return true;
  }

  /**
   * Begins no further call, waits at most `graceMs` for those under way and gives the lock back. Answers how many were
   * left: they will be made again by the next leader.
   */
  async stop(graceMs: number): Promise<number> {
    this.stopping.abort();
    clearInterval(this.timer);
    let timeout: NodeJS.Timeout | undefined;
    const expired = new Promise<void>((resolve) => (timeout = setTimeout(resolve, graceMs)));
    await this.turning;
    await Promise.race([Promise.allSettled([...this.calls]), expired]);
    clearTimeout(timeout);
    const left = this.calls.size;
    await this.leader?.end();
    return left;
  }

  /** There may be something to do. Cheap to call often: while a turn is under way it asks for one more. */
  wake(): void {
    this.isWanted = true;
    if (this.turning || this.stopping.signal.aborted || !this.leader) return;
    this.turning = this.turn().finally(() => {
      this.turning = null;
      if (this.isWanted) this.wake();
    });
  }

  private lose(): void {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    clearInterval(this.timer);
    this.options.onLost();
  }

  private async turn(): Promise<void> {
    this.isWanted = false;
    try {
      await this.routeEvents();
      await this.runTimers();
      await this.beginCalls();
    } catch (error) {
      // A connection that is gone is told by the leader; anything else is tried again with the next turn.
      if (!this.stopping.signal.aborted) log.error({ err: error }, "a turn of the job engine failed");
    }
  }

  private async routeEvents(): Promise<void> {
    const onError = (error: unknown, eventId: string) => log.error({ err: error, eventId }, "an event could not be routed");
    const { isMore } = await this.lead((leader) => leader.write((tx) => routePending(tx, this.functions, onError)));
    if (isMore) this.isWanted = true;
  }

  private async runTimers(): Promise<void> {
    const { isMore } = await this.lead((leader) =>
      leader.write(async (tx) => {
        await runSchedules(tx, this.functions);
        return wakeSteps(tx);
      }),
    );
    if (isMore) this.isWanted = true;
    if (Date.now() - this.prunedAt < pruneEveryMs) return;
    const isMorePruning = await this.lead((leader) => leader.write((tx) => prune(tx)));
    if (!isMorePruning) this.prunedAt = Date.now();
  }

  private async beginCalls(): Promise<void> {
    const { dispatcher } = this;
    // A turn that is under way when the engine is told to stop must not begin anything either.
    if (!dispatcher || this.stopping.signal.aborted) return;
    const claimed = await this.lead((leader) => leader.write((tx) => dispatcher.claim(tx)));
    for (const { claim, release } of claimed) {
      if (this.stopping.signal.aborted) {
        release();
        continue;
      }
      const call = this.execute(claim).finally(() => {
        release();
        this.calls.delete(call);
        this.wake();
      });
      this.calls.add(call);
    }
  }

  private async execute(claim: Claim): Promise<void> {
    const options: ExecutionOptions = { functions: this.functions, backoffMs: this.options.backoffMs ?? retryDelayMs, maxUnanswered: this.options.maxUnanswered ?? 10 };
    try {
      const call = await this.lead((leader) => leader.write((tx) => prepareCall(tx, claim, options)));
      if (!call) return;
      const answer = await performCall(call, this.options.transport).catch((error: unknown) => {
        log.error({ err: error, functionId: claim.fn.id, runId: claim.runId }, "a call of a function was not answered");
        return null;
      });
      await this.lead((leader) => leader.write((tx) => (answer ? applyAnswer(tx, call, answer, options) : handleNoAnswer(tx, call))));
    } catch (error) {
      await this.giveUp(claim, error);
    }
  }

  /** A result that Postgres refuses would be refused for ever: the run fails, with the reason. */
  private async giveUp(claim: Claim, error: unknown): Promise<void> {
    if (isConnectionError(error) || !(error instanceof Error && "severity" in error)) {
      log.warn({ err: error, runId: claim.runId }, "the result of a step was not recorded; it will run again");
      return;
    }
    log.error({ err: error, functionId: claim.fn.id, runId: claim.runId }, "the result of a step cannot be stored");
    const outcome = { status: "failed" as const, error: { name: "ResultNotStoredError", message: error.message } };
    await this.lead((leader) => leader.write((tx) => endRun(tx, claim.runId, outcome))).catch((again: unknown) => {
      log.error({ err: again, runId: claim.runId }, "a run could not be ended");
    });
  }

  private lead<T>(fn: (leader: Leader) => Promise<T>): Promise<T> {
    if (!this.leader) throw new Error("the job engine does not lead");
    return fn(this.leader);
  }
}
