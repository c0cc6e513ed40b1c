import { asc, desc, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";

/**
 * A page of a table in the order of any column, by key and not by number: what comes or goes meanwhile moves nobody to
 * another page. `key` must not be null; rows that are equal in it stand by their id. `before` is the id of the last row
 * of the page before; once that row is gone there is no page after it.
 */
export function sortedPage(table: PgTable, id: AnyPgColumn, key: SQL | AnyPgColumn, isDescending: boolean, before: number | undefined): { orderBy: SQL[]; after: SQL | undefined } {
  const direction = isDescending ? desc : asc;
  const beyond = isDescending ? sql`<` : sql`>`;
  return {
    orderBy: [direction(key), direction(id)],
    after: before === undefined ? undefined : sql`(${key}, ${id}) ${beyond} (select ${key}, ${id} from ${table} where ${id} = ${before})`,
  };
}
