import { sql as statement } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, sql, transaction } from "@/db/client";

test("transactions succeed while every connection is busy with single statements", async () => {
  const work: Promise<unknown>[] = [];
  for (let n = 0; n < 40; n++) {
    work.push(db().execute(statement`select pg_sleep(0.01)`).then(() => "read"));
    work.push(sql()`select pg_sleep(0.01)`.then(() => "raw"));
    await new Promise((resolve) => setImmediate(resolve));
    work.push(transaction(async (tx) => {
      await tx.execute(statement`select 1`);
      return "transaction";
    }));
  }
  const results = await Promise.allSettled(work);
  expect(results.filter((result) => result.status === "rejected").map((result) => String(result.reason))).toEqual([]);
});
