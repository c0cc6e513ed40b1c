import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import type { Client, Queries } from "@/inngest/engine/database";
import { engineLockKey, engineWakeChannel } from "@/lib/platform/jobs";
import { log } from "@/lib/platform/log";

const retryMs = 500;

export type LeaderOptions = {
  databaseUrl: string;
  /** Something was recorded; called on each notification. */
  onWake: () => void;
  /** The connection, and with it the lock, is gone. Nothing can be written any more; called once. */
  onLost: () => void;
  /** Ends the waiting. */
  signal: AbortSignal;
  /** Called once when another worker leads and this one stands by. */
  onStandby?: () => void;
};

/**
 * The right to run jobs: one connection that holds the lock and through which the engine writes everything, one
 * transaction after the other. Losing the connection is losing the lock, so a worker that was replaced cannot write,
 * and since all transactions are in one line they never wait for or deadlock with each other.
 */
export class Leader {
  private isLost = false;
  private isEnded = false;
  private holdsLock = false;
  /** Ends when the last transaction that was asked for has ended. */
  private line: Promise<unknown> = Promise.resolve();
  /** The client, which refuses statements once the connection was lost: it would silently make another, without the lock. */
  private readonly guarded: Queries;

  private constructor(private readonly client: Client) {
    this.guarded = new Proxy(client, {
      apply: (target, self, args) => {
        if (this.isLost) throw new Error("the connection that leads the job engine is gone");
        return Reflect.apply(target as (...parts: unknown[]) => unknown, self, args) as unknown;
      },
    });
  }

  /** Waits until this process leads; a Postgres that is away is waited for too. Null when `signal` ended the waiting. */
  static async acquire(options: LeaderOptions): Promise<Leader | null> {
    let reported: string | undefined;
    let isStandby = false;
    while (!options.signal.aborted) {
      const attempt = Leader.connect(options);
      try {
        if (await attempt.lock()) return attempt;
        if (!isStandby) {
          isStandby = true;
          log.info("another worker leads; standing by");
          options.onStandby?.();
        }
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== reported) log.warn({ reason: message }, "the job engine waits for Postgres");
        reported = message;
      }
      await attempt.end();
      await delay(retryMs, undefined, { signal: options.signal }).catch(() => undefined);
    }
    return null;
  }

  private static connect(options: LeaderOptions): Leader {
    const settings = {
      max: 1,
      max_pipeline: 1,
      connect_timeout: 5,
      // A connection that the client closes by itself, for its age, would give the lock away.
      idle_timeout: 0,
      max_lifetime: null,
      onnotice: () => {},
      onnotify: () => options.onWake(),
      onclose: () => leader.connectionClosed(options.onLost),
      types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
      connection: {
        application_name: "atrium-engine",
        statement_timeout: 60_000,
        // A machine that vanished without a word gives the lock back within a minute.
        tcp_keepalives_idle: 30,
        tcp_keepalives_interval: 10,
        tcp_keepalives_count: 3,
      },
    };
    const leader: Leader = new Leader(postgres(options.databaseUrl, settings as unknown as postgres.Options<Record<string, postgres.PostgresType>>) as Client);
    return leader;
  }

  private async lock(): Promise<boolean> {
    const [row] = await this.client<{ held: boolean }[]>`select pg_try_advisory_lock(${engineLockKey}) as held`;
    if (!row?.held) return false;
    this.holdsLock = true;
    await this.client.unsafe(`listen ${engineWakeChannel}`);
    return !this.isLost;
  }

  private connectionClosed(onLost: () => void): void {
    if (!this.holdsLock || this.isEnded || this.isLost) return;
    this.isLost = true;
    onLost();
    void this.client.end({ timeout: 0 }).catch(() => undefined);
  }

  /**
   * Runs `fn` in one transaction, after those that were asked for before it.
   * @throws when the connection that holds the lock is gone: nothing is written then
   */
  write<T>(fn: (tx: Queries) => Promise<T>): Promise<T> {
    const written = this.line.then(() => this.transact(fn));
    this.line = written.catch(() => undefined);
    return written;
  }

  /**
   * Not the client's own `begin`: that sends a ROLLBACK also where the connection is gone, on a socket that is gone too,
   * from a callback whose exception nobody can catch. Here nothing is sent any more once the connection was lost.
   */
  private async transact<T>(fn: (tx: Queries) => Promise<T>): Promise<T> {
    await this.guarded`begin`;
    let result: T;
    try {
      result = await fn(this.guarded);
    } catch (error) {
      if (!this.isLost) await this.guarded`rollback`;
      throw error;
    }
    await this.guarded`commit`;
    return result;
  }

  /** Gives the lock back. */
  async end(): Promise<void> {
    this.isEnded = true;
    await this.client.end({ timeout: 5 }).catch(() => undefined);
  }
}
