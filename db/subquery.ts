import { sql, type SQL } from "drizzle-orm";

/**
 * A subselect among the columns of a query. Drizzle leaves the tables' names out of the outermost SQL of a select from
 * one table, so that a condition on two tables would compare a row of the inner one with itself; one level down they stay.
 */
export function subquery<T>(select: SQL): SQL<T> {
  return sql<T>`(${select})`;
}
