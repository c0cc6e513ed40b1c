import { invoke, referenceFunction } from "inngest";
import { expect, test } from "vitest";
import { z } from "zod";
import { sql } from "@/db/client";
import { allRouted, endedRuns, gate, runsOf, send, startEngine, stepOf, stopEngine, testClient } from "@/inngest/engine/testing";

const client = testClient();

/** Brings the time of every wait to now: in place of waiting for it. */
async function letTimePass(): Promise<void> {
  await sql()`update engine.step set wake_at = now() where not is_done and wake_at is not null`;
}

test("a run sleeps in Postgres and goes on when its time has come", async () => {
  const fn = client.createFunction({ id: "sleeper", triggers: [{ event: "sleeper/begun" }] }, async ({ step }) => {
    await step.sleep("a day", "1d");
    return step.run("after", () => "awake");
  });
  await startEngine(client, [fn]);
  await send({ name: "sleeper/begun", data: {} });
  await stepOf("sleeper", "a day", false);
  const [row] = await sql()<{ hours: number }[]>`select round(extract(epoch from wake_at - now()) / 3600)::int as hours from engine.step where name = 'a day'`;
  expect(row?.hours).toBe(24);
  await letTimePass();
  const [run] = await endedRuns("sleeper");
  expect(run?.output).toBe("awake");
});

test("a date to sleep until that has passed is due at once", async () => {
  const fn = client.createFunction({ id: "until", triggers: [{ event: "until/begun" }] }, async ({ step }) => {
    await step.sleepUntil("then", new Date("2020-01-01T00:00:00Z"));
    return "past";
  });
  await startEngine(client, [fn]);
  await send({ name: "until/begun", data: {} });
  const [run] = await endedRuns("until");
  expect(run?.output).toBe("past");
});

test("a wait ends with the event that matches it, and only with that", async () => {
  const fn = client.createFunction({ id: "approval", triggers: [{ event: "approval/asked" }] }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", { event: "approval/given", timeout: "1h", if: "event.data.id == async.data.id" });
    return { name: answer?.name, data: answer?.data };
  });
  await startEngine(client, [fn]);
  await send({ name: "approval/asked", data: { id: 7 } });
  await stepOf("approval", "answer", false);
  await send({ name: "approval/given", data: { id: 8, by: "wrong" } });
  await send({ name: "approval/given", data: { by: "nobody" } });
  await allRouted();
  await stepOf("approval", "answer", false);
  await send({ name: "approval/given", data: { id: 7, by: "right" } });
  const [run] = await endedRuns("approval");
  expect(run?.output).toEqual({ name: "approval/given", data: { id: 7, by: "right" } });
});

test("a wait that times out gives null", async () => {
  const fn = client.createFunction({ id: "patience", triggers: [{ event: "patience/begun" }] }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", { event: "patience/answered", timeout: "7d" });
    return answer === null ? "nobody came" : "somebody came";
  });
  await startEngine(client, [fn]);
  await send({ name: "patience/begun", data: {} });
  await stepOf("patience", "answer", false);
  await letTimePass();
  const [run] = await endedRuns("patience");
  expect(run?.output).toBe("nobody came");
});

test("a step sends events, once however often the function is replayed", async () => {
  const sender = client.createFunction({ id: "sender", triggers: [{ event: "sender/begun" }] }, async ({ step }) => {
    const { ids } = await step.sendEvent("tell", [{ name: "told/one", data: { n: 1 } }, { name: "told/two", data: { n: 2 } }]);
    await step.run("after", () => null);
    return ids.length;
  });
  const heard = client.createFunction({ id: "heard", triggers: [{ event: "told/one" }, { event: "told/two" }] }, ({ event }) => event.data.n);
  await startEngine(client, [sender, heard]);
  await send({ name: "sender/begun", data: {} });
  const runs = await endedRuns("heard", 2);
  const [run] = await endedRuns("sender");
  expect(run?.output).toBe(2);
  expect(runs.map((each) => each.output)).toEqual([1, 2]);
});

test("a function invokes another and goes on with its result, or with its error", async () => {
  const child = client.createFunction({ id: "child", retries: 0, triggers: [invoke(z.object({ n: z.number() }))] }, ({ event }) => {
    if (event.data.n < 0) throw new Error("negative");
    return event.data.n * 2;
  });
  const parent = client.createFunction({ id: "parent", triggers: [{ event: "parent/begun" }] }, async ({ step }) => {
    const good = await step.invoke("good", { function: child, data: { n: 21 } });
    const bad = await step.invoke("bad", { function: child, data: { n: -1 } }).catch((error: Error) => error.message);
    const missing = await step.invoke("missing", { function: referenceFunction({ functionId: "nowhere" }), data: {} }).catch((error: Error) => error.message);
    return { good, bad, missing };
  });
  await startEngine(client, [child, parent]);
  await send({ name: "parent/begun", data: {} });
  const [run] = await endedRuns("parent");
  expect(run?.output).toEqual({ good: 42, bad: "negative", missing: "There is no function test-nowhere" });
});

test("an invoke whose child was cancelled, ran before, or takes too long ends with an error and not in silence", async () => {
  const never = client.createFunction({ id: "never", triggers: [], cancelOn: [{ event: "never/cancel" }] }, async ({ step }) => {
    await step.sleep("long", "30d");
  });
  const single = client.createFunction({ id: "single", triggers: [], idempotency: "event.data.key" }, () => "ran");
  const parent = client.createFunction({ id: "watcher", triggers: [{ event: "watcher/begun" }] }, async ({ step }) => {
    const tell = (error: Error) => error.message;
    const first = await step.invoke("first", { function: single, data: { key: 1 } });
    const second = await step.invoke("second", { function: single, data: { key: 1 } }).catch(tell);
    const cancelled = await step.invoke("cancelled", { function: never, data: {} }).catch(tell);
    const late = await step.invoke("late", { function: never, data: {}, timeout: "1h" }).catch(tell);
    return [first, second, cancelled, late];
  });
  await startEngine(client, [never, single, parent]);
  await send({ name: "watcher/begun", data: {} });
  await stepOf("never", "long", false);
  await send({ name: "never/cancel", data: {} });
  await stepOf("watcher", "late", false);
  await sql()`update engine.step set wake_at = now() where name = 'late'`;
  const [run] = await endedRuns("watcher");
  expect(run?.output).toEqual(["ran", "The function test-single has run for this already (idempotency)", "The invoked function was cancelled", "Timed out waiting for the invoked function to complete"]);
});

test("an event cancels the runs that its condition names and leaves the others", async () => {
  const fn = client.createFunction(
    { id: "cancellable", triggers: [{ event: "cancellable/begun" }], cancelOn: [{ event: "cancellable/stop", if: "event.data.id == async.data.id" }] },
    async ({ step }) => {
      await step.waitForEvent("go", { event: "cancellable/go", timeout: "1h" });
      return "went";
    },
  );
  await startEngine(client, [fn]);
  await send({ name: "cancellable/begun", data: { id: 1 } });
  await send({ name: "cancellable/begun", data: { id: 2 } });
  await allRouted();
  await send({ name: "cancellable/stop", data: { id: 1 } });
  await endedRuns("cancellable", 1);
  await stepOf("cancellable", "go", false);
  await send({ name: "cancellable/go", data: {} });
  const runs = await endedRuns("cancellable", 2);
  expect(runs.map((run) => [run.event.data.id, run.status, run.output])).toEqual([[1, "cancelled", null], [2, "completed", "went"]]);
  expect(await runsOf("cancellable")).toHaveLength(2);
});

test("the result of a step that was under way when its run was cancelled is dropped, and nothing follows it", async () => {
  const open = gate();
  const ran: string[] = [];
  const fn = client.createFunction({ id: "dropped", triggers: [{ event: "dropped/begun" }], cancelOn: [{ event: "dropped/stop" }] }, async ({ step }) => {
    await step.run("first", async () => {
      ran.push("first");
      await open.wait;
    });
    await step.run("second", () => void ran.push("second"));
  });
  const { engine } = await startEngine(client, [fn]);
  await send({ name: "dropped/begun", data: {} });
  await expect.poll(() => ran).toEqual(["first"]);
  await send({ name: "dropped/stop", data: {} });
  await endedRuns("dropped");
  open.open();
  await stopEngine(engine);
  expect((await runsOf("dropped")).map((run) => run.status)).toEqual(["cancelled"]);
  expect(ran).toEqual(["first"]);
  expect(await sql()`select from engine.step s join engine.run r on r.id = s.run_id where r.function_id = 'test-dropped'`).toHaveLength(0);
  expect(await sql()`select from engine.job j join engine.run r on r.id = j.run_id where r.function_id = 'test-dropped'`).toHaveLength(0);
});
