import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { eventFetch } from "@/inngest/engine/outbox";
import { endedRuns, send, startEngine, testClient } from "@/inngest/engine/testing";

const client = testClient();
let wakes = 0;
const post = (path: string, body: unknown, seed?: string) =>
  eventFetch(sql, () => void (wakes += 1))(`http://localhost:8288${path}`, { method: "POST", body: JSON.stringify(body), headers: seed ? { "x-inngest-event-id-seed": seed } : {} });
const names = async () => (await sql()<{ name: string }[]>`select name from engine.event order by seq`).map((row) => row.name);

test("a send that the SDK repeats makes the same ids and no second row", async () => {
  const events = [{ name: "seed/one", data: {} }, { name: "seed/two", data: {} }];
  const first = (await (await post("/e/key", events, "1760000000000,AAECAwQFBgcICQ==")).json()) as { ids: string[] };
  const second = (await (await post("/e/key", events, "1760000000000,AAECAwQFBgcICQ==")).json()) as { ids: string[] };
  expect(second.ids).toEqual(first.ids);
  expect(new Set(first.ids).size).toBe(2);
  expect(await names()).toEqual(["seed/one", "seed/two"]);
  expect(wakes).toBe(2);
});

test("an event without a name is refused and nothing of its batch is recorded", async () => {
  const before = await names();
  const response = await post("/e/key", [{ name: "good", data: {} }, { name: "", data: {} }]);
  expect(response.status).toBe(400);
  expect(await names()).toEqual(before);
});

test("any other request of the SDK is an error and leaves the process for nowhere", async () => {
  await expect(post("/v1/checkpoint/x", {})).rejects.toThrow("The embedded job engine has no /v1/checkpoint/x");
});

test("a recorded event wakes an engine that would not look for a minute", async () => {
  const fn = client.createFunction({ id: "woken", triggers: [{ event: "woken/told" }] }, () => "awake");
  await startEngine(client, [fn], { pollMs: 60_000 });
  await send({ name: "woken/told", data: {} });
  expect((await endedRuns("woken"))[0]?.output).toBe("awake");
  await client.send({ name: "woken/told", data: {} });
  await endedRuns("woken", 2);
});
