import { eventType } from "inngest";
import { expect, test } from "vitest";
import { z } from "zod";
import { sql, transaction } from "@/db/client";
import { allRouted, endedRuns, gate, runsOf, send, startEngine, stepOf, testClient } from "@/inngest/engine/testing";
import { recordEvent } from "@/lib/platform/jobs";

const client = testClient();

test("an event runs the functions it triggers and hands results from step to step", async () => {
  const begun = eventType("chain/begun", { schema: z.object({ n: z.number() }) });
  const fn = client.createFunction({ id: "chain", triggers: [begun] }, async ({ event, step }) => {
    const doubled = await step.run("double", () => event.data.n * 2);
    return step.run("add one", () => doubled + 1);
  });
  const { calls } = await startEngine(client, [fn]);
  await send({ name: "chain/begun", data: { n: 4 } });
  const [run] = await endedRuns("chain");
  expect(run).toMatchObject({ status: "completed", output: 9, error: null });
  expect(calls.map((call) => call.doneCount)).toEqual([0, 1, 2]);
});

test("an event recorded in a transaction that rolls back triggers nothing, one that commits does", async () => {
  const fn = client.createFunction({ id: "outbox", triggers: [{ event: "outbox/tried" }] }, ({ event }) => event.data);
  await startEngine(client, [fn]);
  const failing = transaction(async (tx) => {
    await recordEvent(tx, { name: "outbox/tried", data: { n: 1 } });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await transaction((tx) => recordEvent(tx, { name: "outbox/tried", data: { n: 2 } }));
  const runs = await endedRuns("outbox");
  expect(runs.map((run) => run.output)).toEqual([{ n: 2 }]);
  const [row] = await sql()<{ count: number }[]>`select count(*) from engine.event where name = 'outbox/tried'`;
  expect(row?.count).toBe(1);
});

test("events that were recorded while no engine ran are routed when one leads, in their order", async () => {
  const fn = client.createFunction({ id: "later", triggers: [{ event: "later/told" }], concurrency: 1 }, ({ event }) => event.data.n);
  for (const n of [1, 2, 3]) await send({ name: "later/told", data: { n } });
  await startEngine(client, [fn]);
  const runs = await endedRuns("later", 3);
  expect(runs.map((run) => run.output)).toEqual([1, 2, 3]);
});

test("the same event id again is the same event", async () => {
  const fn = client.createFunction({ id: "once", triggers: [{ event: "once/told" }] }, ({ event }) => event.data.n);
  await startEngine(client, [fn]);
  await send({ name: "once/told", data: { n: 1 }, id: "once-7" });
  await endedRuns("once");
  await send({ name: "once/told", data: { n: 2 }, id: "once-7" });
  await allRouted();
  expect(await runsOf("once")).toHaveLength(1);
});

test("a trigger's condition decides, and a key that is missing is no match", async () => {
  const fn = client.createFunction({ id: "picky", triggers: [{ event: "picky/told", if: "event.data.kind != 'small'" }] }, ({ event }) => event.data.kind);
  await startEngine(client, [fn]);
  await send({ name: "picky/told", data: { kind: "small" } });
  await send({ name: "picky/told", data: {} });
  await send({ name: "picky/told", data: { kind: "large" } });
  await allRouted();
  const runs = await endedRuns("picky");
  expect(runs.map((run) => run.output)).toEqual(["large"]);
});

test("parallel steps end in any order and the function sees them in the order in which they ended", async () => {
  const slow = gate();
  const seen: string[][] = [];
  const fn = client.createFunction({ id: "race", triggers: [{ event: "race/begun" }] }, async ({ step }) => {
    const order: string[] = [];
    await Promise.all([
      step.run("slow", () => slow.wait).then(() => order.push("slow")),
      step.run("quick", () => "q").then(() => order.push("quick")),
    ]);
    seen.push(order);
    await step.run("after", () => null);
    return order;
  });
  await startEngine(client, [fn]);
  await send({ name: "race/begun", data: {} });
  await stepOf("race", "quick", true);
  slow.open();
  const [run] = await endedRuns("race");
  expect(run?.output).toEqual(["quick", "slow"]);
  expect(new Set(seen.map((order) => order.join()))).toEqual(new Set(["quick,slow"]));
});

test("one chain of parallel steps goes on while the other waits, and a planned step that is reported again runs once", async () => {
  const slow = gate();
  let slowStarts = 0;
  const fn = client.createFunction({ id: "chains", triggers: [{ event: "chains/begun" }] }, async ({ step }) => {
    const other = async () => {
      const first = await step.run("first", () => 1);
      const second = await step.run("second", () => first + 1);
      return step.run("third", () => second + 1);
    };
    return Promise.all([step.run("slow", async () => { slowStarts += 1; await slow.wait; return 0; }), other()]);
  });
  const { calls } = await startEngine(client, [fn]);
  await send({ name: "chains/begun", data: {} });
  await stepOf("chains", "third", true);
  slow.open();
  const [run] = await endedRuns("chains");
  expect(run?.output).toEqual([0, 3]);
  expect(slowStarts).toBe(1);
  expect(calls.filter((call) => !call.isDiscovery)).toHaveLength(4);
});

test("what a step returns survives storage, also text that Postgres refuses in JSON", async () => {
  const fn = client.createFunction({ id: "texts", triggers: [{ event: "texts/begun" }] }, async ({ step }) => {
    const nothing = await step.run("nothing", () => undefined);
    const text = await step.run("text", () => ({ nul: "a\u0000b", half: "\ud83d", whole: "😀", slash: "\\u0000" }));
    return { nothing: nothing ?? "null", text };
  });
  await startEngine(client, [fn]);
  await send({ name: "texts/begun", data: {} });
  const [run] = await endedRuns("texts");
  expect(run?.output).toEqual({ nothing: "null", text: { nul: "a\ufffdb", half: "\ufffd", whole: "😀", slash: "\\u0000" } });
});

test("an event that cannot be routed does not hold up the next one", async () => {
  const fn = client.createFunction({ id: "next", triggers: [{ event: "next/told" }] }, () => "ran");
  await sql()`insert into engine.event (id, name, data) values ('bad', 'next/told', ${'{"k": "x"}'}::text::jsonb)`;
  await sql().unsafe(`
    create function engine.refuse() returns trigger language plpgsql as $$ begin if new.event->>'id' = 'bad' then raise 'refused'; end if; return new; end $$;
    create trigger refuse before insert on engine.run for each row execute function engine.refuse()`);
  await startEngine(client, [fn]);
  await send({ name: "next/told", data: {} });
  expect(await endedRuns("next")).toHaveLength(1);
  const [row] = await sql()<{ error: string }[]>`select error from engine.event where id = 'bad' and routed_at is not null`;
  expect(row?.error).toBe("refused");
  await sql().unsafe("drop trigger refuse on engine.run");
});
