import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { preparing } from "@/db/prepared";
import { hideQueryParameters } from "@/db/query-errors";
import { TransactionPool, type Tx } from "@/db/transaction-pool";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

export type { Tx };
hideQueryParameters();
type Database = PostgresJsDatabase<Record<string, never>>;
/** What a query runs on: the pool, or the transaction of its caller. */
export type Executor = Database | Tx;

type Clients = { orm: Sql; transactions: TransactionPool; raw: Sql; url: string };
const key = Symbol.for("atrium.database");
const shared = globalThis as { [key]?: Clients };

const options = {
  // A quick query must not wait behind a row-locked one on the same connection (p99 653 -> 226 ms).
  max_pipeline: 1,
  connect_timeout: 5,
  onnotice: () => {},
  connection: { application_name: "atrium", statement_timeout: 15_000 },
  types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
};

function connect(url: string, max: number): Sql {
  return postgres(url, { ...options, max } as Parameters<typeof postgres>[1]);
}

/**
 * One set of pools a process, whichever module graph asks first. Drizzle changes the parsers of the client it is given,
 * so raw SQL has its own; transactions have connections of their own, one at a time each.
 */
function clients(): Clients {
  const url = env().DATABASE_URL;
  if (shared[key] && shared[key].url === url) return shared[key];
  const size = env().DATABASE_POOL_SIZE;
  return (shared[key] = { orm: connect(url, size), transactions: new TransactionPool(url, size, options), raw: connect(url, Math.max(2, Math.ceil(size / 2))), url });
}

let ormOf: { client: Sql; orm: Database } | undefined;

/** Drizzle on the process's pool, for single statements; several that belong together go through `transaction`. */
export function db(): Database {
  const { orm: client } = clients();
  if (ormOf?.client !== client) ormOf = { client, orm: drizzle(preparing(client)) };
  return ormOf.orm;
}

/** The raw client for hand-written single statements; bigint arrives as number. Never `begin` on it. */
export function sql(): Sql {
  return clients().raw;
}

/** Ends all pools; for tests and orderly shutdown. */
export async function closeDatabase(): Promise<void> {
  const open = shared[key];
  shared[key] = undefined;
  if (open) await Promise.all([open.orm.end({ timeout: 5 }), open.raw.end({ timeout: 5 }), open.transactions.end()]);
}

const hooks = new WeakMap<object, Map<string, () => Promise<void> | void>>();

/**
 * Runs `fn` in one transaction, then what `afterCommit` collected. A throw rolls back and runs nothing.
 * NOTIFY inside a transaction would serialise every commit of the database behind one fsync (2,400 -> 400 commits a
 * second), so wake-ups are sent here, after the commit; what they announce is a row already.
 */
export async function transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  const collected = new Map<string, () => Promise<void> | void>();
  const result = await clients().transactions.run(async (tx) => {
    // The same connection serves one transaction after the other: each starts with nothing collected.
    hooks.set(tx, collected);
    return fn(tx);
  });
  for (const hook of collected.values()) {
    try {
      await hook();
    } catch (error) {
      // The fact is committed; a lost wake-up is covered by the sweeps.
      log.warn({ err: error }, "a hook after the commit failed");
    }
  }
  return result;
}

/** Runs `hook` once after `tx` has committed; a second hook under the same key replaces the first. */
export function afterCommit(tx: Executor, key: string, hook: () => Promise<void> | void): void {
  const collected = hooks.get(tx);
  if (!collected) throw new Error("afterCommit needs the transaction that transaction() opened");
  collected.set(key, hook);
}
