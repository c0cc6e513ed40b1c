import { eq, inArray, sql as statement } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { db, sql, transaction, type Tx } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { room } from "@/db/schema/rooms";
import { env } from "@/lib/platform/env";

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

test("a backend that dies under a transaction fails that transaction alone, and nothing of it is written", async () => {
  const { id } = await createRoomWith([]);
  const pid = async (tx: Tx) => ((await tx.execute(statement`select pg_backend_pid() as pid`)) as unknown as { pid: number }[])[0]!.pid;
  for (let round = 0; round < 5; round += 1) {
    const ended = Array.from({ length: 6 }, () =>
      transaction(async (tx) => {
        await tx.update(room).set({ name: "half done" }).where(eq(room.id, id));
        await sql()`select pg_terminate_backend(${await pid(tx)})`;
        await tx.update(room).set({ name: "on another connection" }).where(eq(room.id, id));
      }),
    );
    for (const result of await Promise.allSettled(ended)) expect(result.status).toBe("rejected");
  }
  // As many as there are connections, and then some: none hangs.
  const after = await Promise.all(Array.from({ length: 20 }, (_, n) => transaction(async (tx) => (await tx.execute(statement`select ${n}::int as n`)) as unknown as { n: number }[])));
  expect(after.map((rows) => rows[0]!.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  const [row] = await db().select({ name: room.name }).from(room).where(eq(room.id, id));
  expect(row?.name).toMatch(/^Room /);
});

test("a transaction that finds no free connection in time is refused with 503, and the others end as they would", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    let finish = () => {};
    const held = new Promise<void>((resolve) => (finish = resolve));
    const holding = Array.from({ length: env().DATABASE_POOL_SIZE }, () => transaction(() => held));
    const late = expect(transaction(async () => "never")).rejects.toMatchObject({ code: "unavailable" });
    await vi.advanceTimersByTimeAsync(6000);
    await late;
    finish();
    await Promise.all(holding);
  } finally {
    vi.useRealTimers();
  }
});

test("a statement that comes again is prepared on its connection; one whose text depends on the length of a list is not", async () => {
  const [first, second] = await Promise.all([createRoomWith([]), createRoomWith([])]);
  await transaction(async (tx) => {
    for (let turn = 0; turn < 3; turn += 1) {
      await tx.select({ slug: room.slug }).from(room).where(eq(room.id, first.id));
      await tx.select({ slug: room.slug }).from(room).where(inArray(room.id, [first.id, second.id]));
    }
    const kept = (await tx.execute(statement`select statement from pg_prepared_statements where statement like 'select "slug" from "room"%'`)) as unknown as { statement: string }[];
    expect(kept.map((row) => row.statement)).toEqual(['select "slug" from "room" where "room"."id" = $1']);
  });
});

test("a prepared statement goes on when its table has changed meanwhile", async () => {
  const { id, slug } = await createRoomWith([]);
  const read = () => db().select().from(room).where(eq(room.id, id));
  for (let turn = 0; turn < 20; turn += 1) await read();
  await db().execute(statement`alter table room alter column slug type varchar(200)`);
  for (let turn = 0; turn < 20; turn += 1) expect((await read())[0]?.slug).toBe(slug);
});
