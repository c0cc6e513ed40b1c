import { afterEach, expect, test } from "vitest";
import { sql } from "@/db/client";
import { Leader } from "@/inngest/engine/leader";
import { env } from "@/lib/platform/env";
import { wakeEngine } from "@/lib/platform/jobs";

const stopping = new AbortController();
const leaders: Leader[] = [];

afterEach(async () => {
  for (const leader of leaders.splice(0)) await leader.end();
});

async function lead(hooks: { onLost?: () => void; onWake?: () => void } = {}): Promise<Leader> {
  const leader = await Leader.acquire({ databaseUrl: env().DATABASE_URL, onWake: hooks.onWake ?? (() => {}), onLost: hooks.onLost ?? (() => {}), signal: stopping.signal });
  leaders.push(leader!);
  return leader!;
}

const add = (leader: Leader, id: string) => leader.write((tx) => tx`insert into engine.event (id, name) values (${id}, 'a/b')`);
const known = async () => (await sql()<{ id: string }[]>`select id from engine.event order by id`).map((row) => row.id);

test("a leader whose connection was cut never writes again, however often it tries and although Postgres is there", async () => {
  let lost = 0;
  const old = await lead({ onLost: () => (lost += 1) });
  await add(old, "before");
  await sql()`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  const successor = await lead();
  for (let n = 0; n < 5; n++) await expect(add(old, `late-${n}`)).rejects.toThrow();
  await add(successor, "successor");
  expect(await known()).toEqual(["before", "successor"]);
  expect(lost).toBe(1);
});

test("a transaction that throws leaves nothing behind and the leader goes on", async () => {
  const leader = await lead();
  await expect(leader.write(async (tx) => {
    await tx`insert into engine.event (id, name) values ('rolled back', 'a/b')`;
    throw new Error("changed my mind");
  })).rejects.toThrow("changed my mind");
  await add(leader, "kept");
  expect(await known()).toEqual(["before", "kept", "successor"]);
});

test("a leader is woken by what is recorded elsewhere", async () => {
  let woken = 0;
  await lead({ onWake: () => (woken += 1) });
  await wakeEngine();
  await expect.poll(() => woken).toBe(1);
});
