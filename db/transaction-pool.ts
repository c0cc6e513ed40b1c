import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { preparing } from "@/db/prepared";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/platform/log";

type Database = PostgresJsDatabase<Record<string, never>>;
/** What runs inside a transaction: everything but another transaction. */
export type Tx = Omit<Database, "transaction" | "$client">;

/** A connection that is not free within this means that the database is overloaded. */
const acquireTimeoutMs = 5000;

/** A refusal of Postgres leaves the connection as it is; everything else that fails a statement may have ended it. */
function endsConnection(error: unknown): boolean {
  const { name, severity } = error as { name?: unknown; severity?: unknown };
  return name !== "PostgresError" || severity === "FATAL" || severity === "PANIC";
}

const connectionLost = () => Object.assign(new Error("the connection of this transaction is gone"), { code: "CONNECTION_CLOSED" });

/**
 * One connection, used for one transaction at a time.
 *
 * Not the client's own `begin`: when a backend dies under it, it writes a ROLLBACK to a socket that is gone, from a
 * callback whose exception nobody can catch, and the process ends. Here BEGIN and COMMIT are plain statements, and once
 * the connection was lost nothing more of the transaction is sent: the client would silently run it on a new one.
 */
class Lane {
  private isLost = false;
  private wasUsed = false;
  private readonly client: Sql;
  private readonly tx: Tx;

  constructor(url: string, options: object) {
    const settings = { ...options, max: 1, max_lifetime: null, idle_timeout: 0, onclose: () => (this.isLost = true) };
    this.client = postgres(url, settings as unknown as postgres.Options<Record<string, postgres.PostgresType>>) as unknown as Sql;
    const guarded = new Proxy(this.client, {
      get: (target, name) => {
        if (name === "unsafe") return this.send;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    this.tx = drizzle(preparing(guarded));
  }

  /**
   * Notes at once what a failure says about the connection: its socket tells of an error first and that it is closed
   * later, and the client never answers what it is given in between.
   */
  private readonly send: Sql["unsafe"] = (...statement: Parameters<Sql["unsafe"]>) => {
    if (this.isLost) throw connectionLost();
    const query = this.client.unsafe(...statement);
    query.catch((error: unknown) => (this.isLost ||= endsConnection(error)));
    return query as never;
  };

  /** True once this connection cannot be trusted with another transaction. */
  isBroken = false;

  /** Sends BEGIN. False when the connection had died while it was idle. */
  async begin(): Promise<boolean> {
    this.isLost = false;
    try {
      await this.client.unsafe("begin");
      return true;
    } catch (error) {
      this.isBroken = true;
      if (!this.wasUsed) throw error;
      return false;
    } finally {
      this.wasUsed = true;
    }
  }

  async finish<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      const result = await fn(this.tx);
      if (this.isLost) throw connectionLost();
      await this.client.unsafe("commit");
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  /** Without its connection a transaction has ended already; one that cannot say so is not used again. */
  private async rollback(): Promise<void> {
    this.isBroken ||= this.isLost;
    if (this.isBroken) return;
    await this.client.unsafe("rollback").catch(() => (this.isBroken = true));
  }

  end(): Promise<void> {
    return this.client.end({ timeout: 5 });
  }
}

type Waiter = { give: (lane: Lane) => void; timer: NodeJS.Timeout };

/** At most `size` transactions at once; the rest wait their turn, and are refused when it takes too long. */
export class TransactionPool {
  private readonly lanes: Lane[] = [];
  private readonly free: Lane[] = [];
  private readonly waiting: Waiter[] = [];

  constructor(
    private readonly url: string,
    private readonly size: number,
    private readonly options: object,
  ) {}

  /**
   * Runs `fn` between BEGIN and COMMIT; a throw rolls back.
   * @throws AppError unavailable when no connection became free in time
   */
  async run<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    for (;;) {
      const lane = await this.acquire();
      try {
        if (await lane.begin()) return await lane.finish(fn);
      } finally {
        this.release(lane);
      }
    }
  }

  private acquire(): Promise<Lane> {
    const lane = this.free.pop() ?? this.open();
    if (lane) return Promise.resolve(lane);
    return new Promise((give, refuse) => {
      const waiter: Waiter = {
        give,
        timer: setTimeout(() => {
          this.waiting.splice(this.waiting.indexOf(waiter), 1);
          refuse(new AppError("unavailable", { retryAfterSeconds: 2 }));
        }, acquireTimeoutMs),
      };
      this.waiting.push(waiter);
    });
  }

  private open(): Lane | undefined {
    if (this.lanes.length >= this.size) return undefined;
    const lane = new Lane(this.url, this.options);
    this.lanes.push(lane);
    return lane;
  }

  private release(used: Lane): void {
    const lane = used.isBroken ? this.replace(used) : used;
    const next = this.waiting.shift();
    if (!next) return void this.free.push(lane);
    clearTimeout(next.timer);
    next.give(lane);
  }

  private replace(broken: Lane): Lane {
    // What it still holds is closed with it; nobody waits for that.
    broken.end().catch((error: unknown) => log.debug({ err: error }, "a broken connection could not be closed in order"));
    const lane = new Lane(this.url, this.options);
    this.lanes[this.lanes.indexOf(broken)] = lane;
    return lane;
  }

  async end(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.end()));
  }
}
