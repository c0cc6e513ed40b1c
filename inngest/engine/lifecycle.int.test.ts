import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { createEngine, endedRuns, gate, runsOf, send, startEngine, stepOf, stopEngine, testClient } from "@/inngest/engine/testing";

const client = testClient();

/** Ends the backend that holds the lock, as a restart of Postgres does. */
async function cutLeader(): Promise<void> {
  await sql()`
    select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
    where l.locktype = 'advisory' and d.datname = current_database() and l.granted`;
}

test("a second engine stands by and takes over when the first one stops", async () => {
  const leaders: string[] = [];
  const named = (name: string) => client.createFunction({ id: "led", triggers: [{ event: "led/told" }] }, () => void leaders.push(name));
  const first = await startEngine(client, [named("first")]);
  let isStandby = false;
  const second = createEngine(client, [named("second")], { onStandby: () => (isStandby = true) });
  const started = second.engine.start();
  await expect.poll(() => isStandby).toBe(true);
  await send({ name: "led/told", data: {} });
  await endedRuns("led", 1);
  await stopEngine(first.engine);
  expect(await started).toBe(true);
  await send({ name: "led/told", data: {} });
  await endedRuns("led", 2);
  expect(leaders).toEqual(["first", "second"]);
});

test("an engine that stands by can be stopped", async () => {
  await startEngine(client, []);
  let isStandby = false;
  const waiting = createEngine(client, [], { onStandby: () => (isStandby = true) });
  const started = waiting.engine.start();
  await expect.poll(() => isStandby).toBe(true);
  await stopEngine(waiting.engine);
  expect(await started).toBe(false);
});

test("a step under way may finish within the grace period, and nothing new begins", async () => {
  const open = gate();
  const done: string[] = [];
  const fn = client.createFunction({ id: "graceful", triggers: [{ event: "graceful/begun" }] }, async ({ step }) => {
    await step.run("first", async () => {
      await open.wait;
      done.push("first");
    });
    await step.run("second", () => void done.push("second"));
  });
  const { engine, calls } = await startEngine(client, [fn]);
  await send({ name: "graceful/begun", data: {} });
  await expect.poll(() => calls.length).toBe(1);
  const stopped = stopEngine(engine, 10_000);
  open.open();
  expect(await stopped).toBe(0);
  expect(done).toEqual(["first"]);
  await stepOf("graceful", "first", true);
  await startEngine(client, [fn]);
  await endedRuns("graceful");
  expect(done).toEqual(["first", "second"]);
});

test("a step that outlasts the grace period is made again by the next leader, with the same attempt number", async () => {
  const open = gate();
  const attempts: number[] = [];
  const fn = client.createFunction({ id: "outlast", triggers: [{ event: "outlast/begun" }] }, async ({ step, attempt }) => {
    await step.run("long", async () => {
      attempts.push(attempt);
      if (attempts.length === 1) await open.wait;
    });
  });
  const { engine } = await startEngine(client, [fn]);
  await send({ name: "outlast/begun", data: {} });
  await expect.poll(() => attempts.length).toBe(1);
  expect(await stopEngine(engine, 10)).toBe(1);
  await startEngine(client, [fn]);
  const [run] = await endedRuns("outlast");
  expect(run?.status).toBe("completed");
  expect(attempts).toEqual([0, 0]);
  open.open();
});

test("an engine that loses its connection says so once and writes nothing any more", async () => {
  const open = gate();
  let starts = 0;
  let lost = 0;
  const fn = client.createFunction({ id: "fenced", triggers: [{ event: "fenced/begun" }] }, async ({ step }) => {
    return step.run("work", async () => {
      starts += 1;
      if (starts > 1) return "second leader";
      await open.wait;
      return "first leader";
    });
  });
  const first = await startEngine(client, [fn], { onLost: () => (lost += 1) });
  await send({ name: "fenced/begun", data: {} });
  await expect.poll(() => starts).toBe(1);
  await cutLeader();
  await expect.poll(() => lost).toBe(1);
  open.open();
  await stopEngine(first.engine);
  const [before] = await runsOf("fenced");
  expect(before?.status).toBe("running");
  expect(await sql()`select from engine.step s join engine.run r on r.id = s.run_id where r.function_id = 'test-fenced'`).toHaveLength(0);
  await startEngine(client, [fn]);
  const [run] = await endedRuns("fenced");
  expect(run?.output).toBe("second leader");
  expect(lost).toBe(1);
});

test("a run of a function that is gone stays, and goes on when the function is back", async () => {
  const open = gate();
  const fn = client.createFunction({ id: "absent", triggers: [{ event: "absent/begun" }] }, async ({ step }) => {
    await step.waitForEvent("go", { event: "absent/go", timeout: "1h" });
    return "back";
  });
  const { engine } = await startEngine(client, [fn]);
  await send({ name: "absent/begun", data: {} });
  await stepOf("absent", "go", false);
  await stopEngine(engine);
  const without = await startEngine(client, []);
  await send({ name: "absent/go", data: {} });
  await stepOf("absent", "go", true);
  expect((await runsOf("absent"))[0]?.status).toBe("running");
  await stopEngine(without.engine);
  await startEngine(client, [fn]);
  const [run] = await endedRuns("absent");
  expect(run?.output).toBe("back");
  open.open();
});
