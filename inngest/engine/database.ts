import type { ISql, Sql } from "postgres";

/** What a statement runs on, the pool or a transaction: a raw client whose bigint arrives as number. */
export type Queries = ISql;
export type Client = Sql;

/**
 * Stored times have milliseconds and are rounded, so a row may carry a time up to half a millisecond ahead of the clock
 * that wrote it. What is due within this margin is due.
 */
export const dueMargin = "1 millisecond";

/** Runs `fn` so that a failure undoes only what it did within the transaction that `tx` is in. */
export async function attempt(tx: Queries, fn: () => Promise<void>): Promise<void> {
  await tx`savepoint attempt`;
  try {
    await fn();
  } catch (error) {
    await tx`rollback to savepoint attempt`;
    throw error;
  }
  await tx`release savepoint attempt`;
}
