import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { allRouted, createEngine, endedRuns, gate, runsOf, send, startEngine, testClient } from "@/inngest/engine/testing";

const client = testClient();

test("a concurrency limit with a key holds for each value of the key, and a full one does not hide the others", async () => {
  const open = gate();
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  const fn = client.createFunction({ id: "limited", triggers: [{ event: "limited/begun" }], concurrency: { limit: 2, key: "event.data.room" } }, async ({ event, step }) => {
    const room = String(event.data.room);
    await step.run("work", async () => {
      running.set(room, (running.get(room) ?? 0) + 1);
      most.set(room, Math.max(most.get(room) ?? 0, running.get(room)!));
      await open.wait;
      running.set(room, running.get(room)! - 1);
    });
  });
  await startEngine(client, [fn], { maxInFlight: 20 });
  for (let n = 0; n < 6; n++) await send({ name: "limited/begun", data: { room: "a" } });
  await send({ name: "limited/begun", data: { room: "b" } });
  await expect.poll(() => [running.get("a"), running.get("b")]).toEqual([2, 1]);
  open.open();
  const runs = await endedRuns("limited", 7);
  expect(runs.every((run) => run.status === "completed")).toBe(true);
  expect(Object.fromEntries(most)).toEqual({ a: 2, b: 1 });
});

test("more due calls than are looked at together do not hide the one that may run", async () => {
  const open = gate();
  let busy = 0;
  const full = client.createFunction({ id: "full", triggers: [{ event: "full/begun" }], concurrency: 1 }, async () => {
    busy += 1;
    await open.wait;
  });
  const free = client.createFunction({ id: "free", triggers: [{ event: "free/begun" }] }, () => "ran");
  for (let n = 0; n < 130; n++) await send({ name: "full/begun", data: {} });
  await startEngine(client, [full, free], { maxInFlight: 4 });
  await send({ name: "free/begun", data: {} });
  await endedRuns("free");
  expect(busy).toBe(1);
  open.open();
  await endedRuns("full", 130);
});

test("a second event with the same idempotency key starts nothing, until a day has passed", async () => {
  const fn = client.createFunction({ id: "single", triggers: [{ event: "single/begun" }], idempotency: "event.data.key" }, ({ event }) => event.data.n);
  await startEngine(client, [fn]);
  await send({ name: "single/begun", data: { key: "x", n: 1 } });
  await send({ name: "single/begun", data: { key: "x", n: 2 } });
  await send({ name: "single/begun", data: { key: "y", n: 3 } });
  await allRouted();
  expect((await endedRuns("single", 2)).map((run) => run.output)).toEqual([1, 3]);
  await sql()`update engine.run set queued_at = now() - interval '25 hours' where function_id = 'test-single'`;
  await send({ name: "single/begun", data: { key: "x", n: 4 } });
  expect((await endedRuns("single", 3)).map((run) => run.output)).toContain(4);
});

test("a schedule runs when it comes due, and times that were missed collapse into one run", async () => {
  const fn = client.createFunction({ id: "nightly", triggers: [{ cron: "0 3 * * *" }] }, ({ event }) => event.data);
  await startEngine(client, [fn]);
  expect(await runsOf("nightly")).toHaveLength(0);
  await sql()`update engine.cron set next_at = date_trunc('day', now()) - interval '3 days'`;
  const runs = await endedRuns("nightly");
  expect(runs).toHaveLength(1);
  expect(runs[0]?.output).toMatchObject({ cron: "0 3 * * *" });
  const [next] = await sql()<{ is_ahead: boolean }[]>`select next_at > now() as is_ahead from engine.cron`;
  expect(next?.is_ahead).toBe(true);
});

test("a schedule that the functions no longer have is forgotten, one that they still have keeps its time", async () => {
  await sql()`delete from engine.cron`;
  await sql()`insert into engine.cron values ('test-old', '* * * * *', now() + interval '1 hour'), ('test-hourly', '0 * * * *', '2099-01-01')`;
  const fn = client.createFunction({ id: "hourly", triggers: [{ cron: "0 * * * *" }] }, () => null);
  await startEngine(client, [fn]);
  const rows = await sql()<{ function_id: string; next_at: Date }[]>`select function_id, next_at from engine.cron`;
  expect(rows.map((row) => [row.function_id, row.next_at.getUTCFullYear()])).toEqual([["test-hourly", 2099]]);
});

test("what ended long ago is forgotten, what is recent or still open is kept", async () => {
  await sql()`delete from engine.run`;
  await sql()`delete from engine.event`;
  await sql()`
    insert into engine.run (id, function_id, event, status, queued_at, ended_at) values
      ('old', 'test-gone', '{}', 'completed', now() - interval '9 days', now() - interval '8 days'),
      ('recent', 'test-gone', '{}', 'failed', now() - interval '9 days', now() - interval '6 days'),
      ('open', 'test-gone', '{}', 'running', now() - interval '30 days', null)`;
  await sql()`insert into engine.step (run_id, id, kind) values ('old', 's', 'StepRun'), ('open', 's', 'Sleep')`;
  await sql()`
    insert into engine.event (id, name, received_at, routed_at) values
      ('old', 'a/b', now() - interval '8 days', now() - interval '8 days'), ('recent', 'a/b', now(), now())`;
  await startEngine(client, [client.createFunction({ id: "any", triggers: [{ event: "any/told" }] }, () => null)]);
  await expect.poll(async () => (await sql()<{ id: string }[]>`select id from engine.run order by id`).map((row) => row.id)).toEqual(["open", "recent"]);
  expect((await sql()<{ run_id: string }[]>`select run_id from engine.step`).map((row) => row.run_id)).toEqual(["open"]);
  expect((await sql()<{ id: string }[]>`select id from engine.event`).map((row) => row.id)).toEqual(["recent"]);
});

test("an engine does not start with a function that it cannot run as written", async () => {
  const fn = client.createFunction({ id: "bouncy", triggers: [{ event: "a/b" }], debounce: { period: "5s" } }, () => null);
  await expect(createEngine(client, [fn]).engine.start()).rejects.toThrow('Function "test-bouncy" uses "debounce"');
});
