import type { ISql, Sql, TransactionSql } from "postgres";

/** What a statement runs on, the pool or a transaction: a raw client whose bigint arrives as number. */
export type Queries = ISql;
export type Client = Sql;
export type EngineTx = TransactionSql;

/**
 * Stored times have milliseconds and are rounded, so a row may carry a time up to half a millisecond ahead of the clock
 * that wrote it. What is due within this margin is due.
 */
export const dueMargin = "1 millisecond";
