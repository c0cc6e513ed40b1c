import { db, type Executor } from "@/db/client";
import { rateLimit } from "@/db/schema/accounts";
import { AppError } from "@/lib/core/errors";
import { limits, type Limit, type LimitName } from "@/lib/core/limits";
import { eq, lt, sql } from "drizzle-orm";

type Counter = { count: number; resetAt: number };
const key = Symbol.for("atrium.limiter");
const shared = globalThis as { [key]?: Map<string, Counter> };
const memory = (shared[key] ??= new Map<string, Counter>());

/** Bounds the memory of the in-process counters; the oldest windows go first. */
const maxCounters = 50_000;

function countInMemory(name: string, limit: Limit, weight: number): Counter {
  const now = Date.now();
  let counter = memory.get(name);
  if (!counter || counter.resetAt <= now) {
    memory.delete(name);
    counter = { count: 0, resetAt: now + limit.windowSeconds * 1000 };
    memory.set(name, counter);
    if (memory.size > maxCounters) memory.delete(memory.keys().next().value as string);
  }
  counter.count += weight;
  return counter;
}

async function countInDatabase(on: Executor, name: string, limit: Limit, weight: number): Promise<Counter> {
  const resetAt = sql`now() + make_interval(secs => ${limit.windowSeconds})`;
  const [row] = await on
    .insert(rateLimit)
    .values({ key: name, count: weight, resetAt })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        count: sql`case when ${rateLimit.resetAt} <= now() then ${weight} else ${rateLimit.count} + ${weight} end`,
        resetAt: sql`case when ${rateLimit.resetAt} <= now() then ${resetAt} else ${rateLimit.resetAt} end`,
      },
    })
    .returning({ count: rateLimit.count, resetAt: rateLimit.resetAt });
  if (!row) throw new Error("the rate limit row was not returned");
  return { count: row.count, resetAt: row.resetAt.getTime() };
}

function refuse(counter: Counter): AppError {
  return new AppError("rate_limited", { retryAfterSeconds: Math.max(1, Math.ceil((counter.resetAt - Date.now()) / 1000)) });
}

/**
 * Counts one use of `name` by `subject`. `onFirstRefusal` runs for the first use of a window that is one too many: what
 * it writes cannot be made to grow by asking on.
 * @throws AppError rate_limited with the seconds to wait, from the use after the last allowed one
 */
export async function consumeLimit(name: LimitName, subject: string | number, onFirstRefusal?: () => Promise<void>): Promise<void> {
  const limit: Limit = limits[name];
  const full = `${name}:${subject}`;
  const counter = limit.store === "memory" ? countInMemory(full, limit, 1) : await countInDatabase(db(), full, limit, 1);
  if (counter.count <= limit.max) return;
  if (counter.count === limit.max + 1) await onFirstRefusal?.();
  throw refuse(counter);
}

/** Refuses when the failures counted so far have reached the limit; counts nothing itself. @throws AppError rate_limited */
export async function assertUnderLimit(name: LimitName, subject: string): Promise<void> {
  const limit: Limit = limits[name];
  const [row] = await db().select().from(rateLimit).where(eq(rateLimit.key, `${name}:${subject}`));
  if (row && row.resetAt.getTime() > Date.now() && row.count >= limit.max) {
    throw refuse({ count: row.count, resetAt: row.resetAt.getTime() });
  }
}

/** Adds one failure to a counter that `assertUnderLimit` reads. */
export async function countFailure(name: LimitName, subject: string): Promise<void> {
  await countInDatabase(db(), `${name}:${subject}`, limits[name], 1);
}

/** Forgets the failures of `subject`, after it succeeded. */
export async function forgetFailures(name: LimitName, subject: string): Promise<void> {
  await db().delete(rateLimit).where(eq(rateLimit.key, `${name}:${subject}`));
}

/** Takes one use back that turned out not to count: an attempt is counted before it is known whether it fails, so that many at once cannot slip through. */
export async function giveBack(name: LimitName, subject: string): Promise<void> {
  await db().update(rateLimit).set({ count: sql`greatest(${rateLimit.count} - 1, 0)` }).where(eq(rateLimit.key, `${name}:${subject}`));
}

/** Deletes counters whose window is over. Answers how many went. */
export async function pruneLimits(): Promise<number> {
  const gone = await db().delete(rateLimit).where(lt(rateLimit.resetAt, sql`now()`)).returning({ key: rateLimit.key });
  return gone.length;
}
