import { NonRetriableError, RetryAfterError } from "inngest";
import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { endedRuns, gate, send, startEngine, stepOf, testClient } from "@/inngest/engine/testing";

const client = testClient();

test("a step that fails is tried again with the next attempt number, and the next step begins at 0", async () => {
  const attempts: string[] = [];
  const fn = client.createFunction({ id: "flaky", retries: 3, triggers: [{ event: "flaky/begun" }] }, async ({ step, attempt }) => {
    await step.run("flaky", () => {
      attempts.push(`flaky ${attempt}`);
      if (attempt < 2) throw new Error("not yet");
    });
    await step.run("steady", () => void attempts.push(`steady ${attempt}`));
  });
  const { calls } = await startEngine(client, [fn]);
  await send({ name: "flaky/begun", data: {} });
  const [run] = await endedRuns("flaky");
  expect(run?.status).toBe("completed");
  expect(attempts).toEqual(["flaky 0", "flaky 1", "flaky 2", "steady 0"]);
  // A failed step that waits for its next attempt is no open work: the SDK may run it in the same call.
  expect(calls.every((call) => !call.isImmediateOff)).toBe(true);
});

test("a function that names no number of retries is tried five times in all", async () => {
  let tried = 0;
  const fn = client.createFunction({ id: "hopeless", triggers: [{ event: "hopeless/begun" }] }, async ({ step }) => {
    await step.run("fail", () => {
      tried += 1;
      throw new Error("hopeless");
    });
  });
  await startEngine(client, [fn]);
  await send({ name: "hopeless/begun", data: {} });
  const [run] = await endedRuns("hopeless");
  expect(run).toMatchObject({ status: "failed", error: { message: "hopeless" } });
  expect(tried).toBe(5);
});

test("a function that throws outside its steps is tried again and keeps the steps that are done", async () => {
  let stepRuns = 0;
  let tried = 0;
  const fn = client.createFunction({ id: "body", retries: 2, triggers: [{ event: "body/begun" }] }, async ({ step }) => {
    await step.run("work", () => void (stepRuns += 1));
    tried += 1;
    if (tried < 3) throw new Error("body failed");
    return "third time";
  });
  await startEngine(client, [fn]);
  await send({ name: "body/begun", data: {} });
  const [run] = await endedRuns("body");
  expect(run).toMatchObject({ status: "completed", output: "third time" });
  expect(stepRuns).toBe(1);
});

test("an error that says so is not tried again", async () => {
  let tried = 0;
  const fn = client.createFunction({ id: "final", retries: 5, triggers: [{ event: "final/begun" }] }, async ({ step }) => {
    await step.run("fail", () => {
      tried += 1;
      throw new NonRetriableError("this file is no video");
    });
  });
  await startEngine(client, [fn]);
  await send({ name: "final/begun", data: {} });
  const [run] = await endedRuns("final");
  expect(run).toMatchObject({ status: "failed", error: { message: "this file is no video" } });
  expect(tried).toBe(1);
});

test("a step decides itself when it is tried again", async () => {
  const fn = client.createFunction({ id: "polite", retries: 1, triggers: [{ event: "polite/begun" }] }, async ({ step, attempt }) => {
    return step.run("ask", () => {
      if (attempt === 0) throw new RetryAfterError("busy", "2h");
      return "served";
    });
  });
  await startEngine(client, [fn]);
  await send({ name: "polite/begun", data: {} });
  await stepOf("polite", "ask", false);
  const [job] = await sql()<{ minutes: number; attempt: number }[]>`select round(extract(epoch from due_at - now()) / 60)::int as minutes, attempt from engine.job`;
  expect(job).toEqual({ minutes: 120, attempt: 1 });
  await sql()`update engine.job set due_at = now()`;
  const [run] = await endedRuns("polite");
  expect(run?.output).toBe("served");
});

test("a step's final error can be caught and the run goes on", async () => {
  const fn = client.createFunction({ id: "catcher", retries: 1, triggers: [{ event: "catcher/begun" }] }, async ({ step }) => {
    const settled = await Promise.allSettled([
      step.run("bad", () => {
        throw new Error("bad luck");
      }),
      step.run("good", () => "fine"),
    ]);
    const told = await step.run("tell", () => settled.map((each) => (each.status === "fulfilled" ? each.value : (each.reason as Error).message)));
    return told;
  });
  await startEngine(client, [fn]);
  await send({ name: "catcher/begun", data: {} });
  const [run] = await endedRuns("catcher");
  expect(run).toMatchObject({ status: "completed", output: ["bad luck", "fine"] });
});

test("while a planned step waits for its next attempt, nothing runs immediately in another call", async () => {
  const second = gate();
  let badStarts = 0;
  const fn = client.createFunction({ id: "mixed", retries: 1, triggers: [{ event: "mixed/begun" }] }, async ({ step }) => {
    const bad = step.run("bad", () => {
      badStarts += 1;
      if (badStarts === 1) throw new Error("once");
      return "mended";
    });
    const chain = step.run("first", () => second.wait).then(() => step.run("second", () => "done"));
    return Promise.all([bad, chain]);
  });
  const { calls } = await startEngine(client, [fn], { backoffMs: () => 60_000 });
  await send({ name: "mixed/begun", data: {} });
  await stepOf("mixed", "bad", false);
  await expect.poll(() => badStarts).toBe(1);
  await expect.poll(async () => (await sql()`select from engine.job where attempt = 1`).length).toBe(1);
  second.open();
  await stepOf("mixed", "second", true);
  const during = calls.filter((call) => call.isDiscovery && call.doneCount > 0);
  expect(during.length).toBeGreaterThan(0);
  expect(during.every((call) => call.isImmediateOff)).toBe(true);
  await sql()`update engine.job set due_at = now()`;
  const [run] = await endedRuns("mixed");
  expect(run?.output).toEqual(["mended", "done"]);
  expect(badStarts).toBe(2);
});

test("onFailure runs once with the error and the event of the run that failed", async () => {
  const told: unknown[] = [];
  const fn = client.createFunction(
    {
      id: "failing",
      retries: 0,
      triggers: [{ event: "failing/begun" }],
      onFailure: async ({ error, event, step }) => {
        await step.run("clean up", () => void told.push([error.message, event.data.event.data.id, event.data.function_id]));
      },
    },
    () => {
      throw new Error("broken");
    },
  );
  await startEngine(client, [fn]);
  await send({ name: "failing/begun", data: { id: 3 } });
  await endedRuns("failing");
  const [cleanUp] = await endedRuns("failing-failure");
  expect(cleanUp?.status).toBe("completed");
  expect(told).toEqual([["broken", 3, "test-failing"]]);
});

test("a step that never answers is given up at a limit, so that it cannot take every worker down", async () => {
  const fn = client.createFunction({ id: "deadly", triggers: [{ event: "deadly/begun" }] }, () => "fine");
  let calls = 0;
  await startEngine(client, [fn], {
    maxUnanswered: 3,
    transport: async (method) => {
      if (method === "PUT") return { status: 200, headers: {}, body: JSON.stringify({ functions: [{ id: "test-deadly", triggers: [{ event: "deadly/begun" }], steps: { step: {} } }] }) };
      calls += 1;
      throw new Error("gone");
    },
  });
  await send({ name: "deadly/begun", data: {} });
  await expect.poll(async () => {
    await sql()`update engine.job set due_at = now()`;
    return (await sql()`select from engine.run where function_id = 'test-deadly' and status = 'failed'`).length;
  }).toBe(1);
  const [run] = await endedRuns("deadly");
  expect(run?.error?.name).toBe("WorkerCrashedError");
  expect(calls).toBe(3);
});

test("a result that cannot be stored fails its run in place of running for ever", async () => {
  const fn = client.createFunction({ id: "unstorable", triggers: [{ event: "unstorable/begun" }] }, async ({ step }) => {
    return step.run("big key", () => ({ ["a\u0000b"]: 1 }));
  });
  await startEngine(client, [fn]);
  await send({ name: "unstorable/begun", data: {} });
  const [run] = await endedRuns("unstorable");
  expect(run).toMatchObject({ status: "failed", error: { name: "ResultNotStoredError" } });
});
