import { afterEach, expect, test } from "vitest";
import { sql, transaction } from "@/db/client";
import type { EngineEvent } from "@/inngest/engine/protocol";
import { Forwarder } from "@/inngest/forwarder";
import { env } from "@/lib/platform/env";
import { recordEvent, runCancelRequested } from "@/lib/platform/jobs";

const started: Forwarder[] = [];
afterEach(async () => {
  for (const forwarder of started.splice(0)) await forwarder.stop();
});

function startForwarder(send: (events: EngineEvent[]) => Promise<unknown>): void {
  const forwarder = new Forwarder({ databaseUrl: env().DATABASE_URL, send, pollMs: 50, pauseMs: () => 10 });
  started.push(forwarder);
  forwarder.start();
}

const told = (n: number) => transaction((tx) => recordEvent(tx, { name: "told", data: { n }, id: `told-${n}` }));
const pending = async () => (await sql()<{ id: string }[]>`select id from engine.event where routed_at is null order by seq`).map((row) => row.id);

test("recorded events are handed over in their order, with their own ids, and marked when they were accepted", async () => {
  const accepted: EngineEvent[] = [];
  await told(1);
  await told(2);
  startForwarder(async (events) => void accepted.push(...events));
  await told(3);
  await expect.poll(pending).toEqual([]);
  expect(accepted.map((event) => [event.id, event.name, event.data])).toEqual([1, 2, 3].map((n) => [`told-${n}`, "told", { n }]));
});

test("nothing is lost while Inngest is away", async () => {
  let isAway = true;
  let refusals = 0;
  const accepted = new Set<string>();
  startForwarder(async (events) => {
    if (isAway) {
      refusals += 1;
      throw new Error("ECONNREFUSED");
    }
    for (const event of events) accepted.add(event.id);
  });
  await told(11);
  await told(12);
  await expect.poll(() => refusals).toBeGreaterThan(2);
  expect(await pending()).toEqual(["told-11", "told-12"]);
  isAway = false;
  await expect.poll(pending).toEqual([]);
  expect(accepted).toEqual(new Set(["told-11", "told-12"]));
});

test("an event that is refused for good does not hold up the others and keeps its error", async () => {
  const accepted: string[] = [];
  await told(21);
  await told(22);
  await told(23);
  startForwarder(async (events) => {
    if (events.some((event) => event.id === "told-21")) throw new Error("too large");
    accepted.push(...events.map((event) => event.id));
  });
  await expect.poll(pending).toEqual(["told-21"]);
  expect(accepted).toEqual(["told-22", "told-23"]);
  const [row] = await sql()<{ error: string }[]>`select error from engine.event where id = 'told-21'`;
  expect(row?.error).toBe("too large");
  await sql()`delete from engine.event`;
});

test("requests to the embedded engine are not handed to Inngest", async () => {
  const accepted: string[] = [];
  await transaction((tx) => recordEvent(tx, { name: runCancelRequested, data: { runId: "x" } }));
  await told(31);
  startForwarder(async (events) => void accepted.push(...events.map((event) => event.name)));
  await expect.poll(pending).toEqual([]);
  expect(accepted).toEqual(["told"]);
});
