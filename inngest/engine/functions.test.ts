import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { describe, expect, test } from "vitest";
import { concurrencyKeys, idempotencyKey, readFunctions } from "@/inngest/engine/functions";
import { inProcess } from "@/inngest/engine/transport";

const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
const client = new Inngest({ id: "test", isDev: true, logger: silent });
type Options = Parameters<typeof client.createFunction>[0];
const read = (...functions: InngestFunction.Any[]) => readFunctions(inProcess(serve({ client, functions })));
const make = (options: Partial<Options>) => client.createFunction({ id: "it", triggers: [{ event: "a/b" }], ...options } as Options, () => null);

test("a registration becomes regular: limits as a list, retries as attempts, onFailure as a function", async () => {
  const functions = await read(make({ concurrency: 2, retries: 3, idempotency: "event.data.id", onFailure: () => {} }));
  expect([...functions.keys()]).toEqual(["test-it", "test-it-failure"]);
  expect(functions.get("test-it")).toEqual({
    id: "test-it",
    maxAttempts: 4,
    triggers: [{ event: "a/b", if: undefined }],
    schedules: [],
    cancelOn: [],
    concurrency: [{ limit: 2, key: undefined }],
    idempotency: "event.data.id",
  });
  expect(functions.get("test-it-failure")).toMatchObject({ maxAttempts: 2, triggers: [{ event: "inngest/function.failed", if: "event.data.function_id == 'test-it'" }] });
});

describe("options that the engine would not keep are refused with the function and the option", () => {
  const refused: [string, Partial<Options>][] = [
    ["batchEvents", { batchEvents: { maxSize: 10, timeout: "5s" } }],
    ["debounce", { debounce: { period: "5s" } }],
    ["throttle", { throttle: { limit: 1, period: "5s" } }],
    ["rateLimit", { rateLimit: { limit: 1, period: "5s" } }],
    ["priority", { priority: { run: "100" } }],
    ["singleton", { singleton: { mode: "skip" } }],
    ["timeouts", { timeouts: { start: "10s" } }],
    ["cancelOn.timeout", { cancelOn: [{ event: "a/stop", timeout: "1h" }] }],
    ["concurrency.scope account", { concurrency: { limit: 1, scope: "account", key: '"all"' } }],
    ["trigger app/*", { triggers: [{ event: "app/*" }] }],
    ["trigger inngest/function.finished", { triggers: [{ event: "inngest/function.finished" }] }],
    ["jitter", { triggers: [{ cron: "* * * * *", jitter: "10s" }] } as unknown as Partial<Options>],
  ];
  test.each(refused)("%s", async (option, options) => {
    await expect(read(make(options))).rejects.toThrow(`Function "test-it" uses "${option}"`);
  });

  test("expressions and schedules that cannot be read, all mistakes at once", async () => {
    const message = await read(
      client.createFunction({ id: "one", triggers: [{ event: "a/b", if: "event.data. ==" }] }, () => null),
      client.createFunction({ id: "two", triggers: [{ cron: "every noon" }], priority: { run: "1" } }, () => null),
    ).catch((error: Error) => error.message);
    expect(message).toContain('Function "test-one" has an expression in "if" that cannot be read');
    expect(message).toContain('Function "test-two" has the schedule "every noon", which cannot be read');
    expect(message).toContain('Function "test-two" uses "priority"');
  });
});

test("an event's keys: one for each limit, none for a repetition that its data does not name", async () => {
  const fn = (await read(make({ concurrency: [{ limit: 5 }, { limit: 1, key: "event.data.room" }], idempotency: "event.data.id" }))).get("test-it")!;
  const event = (data: Record<string, unknown>) => ({ id: "1", name: "a/b", ts: 0, data });
  expect(concurrencyKeys(fn, event({ room: 7 }))).toEqual(["test-it:0:", "test-it:1:7"]);
  expect(idempotencyKey(fn, event({ id: "x" }))).toBe("key:x");
  expect(idempotencyKey(fn, event({}))).toBeNull();
});
