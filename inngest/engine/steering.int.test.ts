import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { allRouted, endedRuns, gate, runsOf, send, startEngine, stepOf, stopEngine, testClient } from "@/inngest/engine/testing";
import { systemActor, type Actor, type UserActor } from "@/lib/authz/actor";
import { cancelRun, retryRun } from "@/lib/jobs/commands";
import { getJobsHome, getRun, listRunFunctions, listRuns, readJobFigures } from "@/lib/jobs/queries";

const client = testClient();
const admin: UserActor = { kind: "user", userId: 1, sessionId: "s", role: "admin", name: "Ada", email: "ada@example.org", locale: "en", address: null, requestId: null };
const moderator: Actor = { ...admin, role: "moderator" };
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };

test("an administrator lets a failed run go on where it stopped", async () => {
  const ran: string[] = [];
  let isBroken = true;
  const fn = client.createFunction({ id: "mended", retries: 0, triggers: [{ event: "mended/begun" }] }, async ({ step }) => {
    await step.run("first", () => void ran.push("first"));
    await step.run("second", () => {
      ran.push("second");
      if (isBroken) throw new Error("broken");
    });
    return "whole";
  });
  await startEngine(client, [fn]);
  await send({ name: "mended/begun", data: { id: 1 } });
  const [failed] = await endedRuns("mended");
  const details = await getRun(admin, failed!.id);
  expect(details).toMatchObject({ status: "failed", eventName: "mended/begun", error: { message: "broken" } });
  expect(details.timeline.map((step) => [step.name, step.isDone, step.error?.message ?? null])).toEqual([["first", true, null], ["second", true, "broken"]]);
  isBroken = false;
  await retryRun(admin, failed!.id);
  await expect.poll(async () => (await runsOf("mended"))[0]?.status).toBe("completed");
  expect(ran).toEqual(["first", "second", "second"]);
  const [audit] = await sql()<{ action: string; target_id: string }[]>`select action, target_id from audit_entry`;
  expect(audit).toEqual({ action: "job.retry_requested", target_id: failed!.id });
});

test("an administrator ends a run, and lets it wait again", async () => {
  const fn = client.createFunction({ id: "waiting", triggers: [{ event: "waiting/begun" }] }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", { event: "waiting/answered", timeout: "1d" });
    return answer?.data;
  });
  await startEngine(client, [fn]);
  await send({ name: "waiting/begun", data: {} });
  await stepOf("waiting", "answer", false);
  const [run] = await runsOf("waiting");
  await cancelRun(admin, run!.id);
  await endedRuns("waiting");
  expect((await listRuns(admin, { functionId: "test-waiting" })).items.map((each) => each.status)).toEqual(["cancelled"]);
  await expect(cancelRun(admin, run!.id)).rejects.toMatchObject({ code: "conflict" });
  await retryRun(admin, run!.id);
  await expect.poll(async () => (await sql()`select from engine.step where wait_event = 'waiting/answered' and not is_done`).length).toBe(1);
  await send({ name: "waiting/answered", data: { n: 1 } });
  await expect.poll(async () => (await runsOf("waiting"))[0]?.output).toEqual({ n: 1 });
});

test("a step under way when its run is cancelled ends, but its result is dropped and nothing follows it", async () => {
  const begun = gate();
  const held = gate();
  const ran: string[] = [];
  const fn = client.createFunction({ id: "cut", triggers: [{ event: "cut/begun" }] }, async ({ step }) => {
    await step.run("long", async () => {
      begun.open();
      await held.wait;
      ran.push("long");
    });
    await step.run("after", () => void ran.push("after"));
  });
  await startEngine(client, [fn]);
  await send({ name: "cut/begun", data: {} });
  await begun.wait;
  const [run] = await runsOf("cut");
  expect((await getRun(admin, run!.id)).can).toEqual({ retry: false, cancel: true });
  await cancelRun(admin, run!.id);
  await endedRuns("cut");
  held.open();
  await expect.poll(() => ran).toEqual(["long"]);
  await send({ name: "cut/nothing", data: {} });
  await allRouted();
  const details = await getRun(admin, run!.id);
  expect(details).toMatchObject({ status: "cancelled", can: { retry: true, cancel: false } });
  expect(details.timeline.filter((step) => step.isDone)).toEqual([]);
  await retryRun(admin, run!.id);
  await expect.poll(async () => (await runsOf("cut"))[0]?.status).toBe("completed");
  expect(ran).toEqual(["long", "long", "after"]);
});

test("a run that was cancelled while no worker was there is not taken up by the next one", async () => {
  const begun = gate();
  const started: number[] = [];
  const fn = client.createFunction({ id: "killed", triggers: [{ event: "killed/begun" }] }, async ({ step }) => {
    await step.run("long", async () => {
      started.push(1);
      begun.open();
      await new Promise(() => {});
    });
  });
  const { engine } = await startEngine(client, [fn]);
  await send({ name: "killed/begun", data: {} });
  await begun.wait;
  await stopEngine(engine, 0);
  const [run] = await runsOf("killed");
  await cancelRun(admin, run!.id);
  expect((await getRun(admin, run!.id)).status).toBe("running");
  await startEngine(client, [fn]);
  await endedRuns("killed");
  expect((await getRun(admin, run!.id)).status).toBe("cancelled");
  expect(started).toHaveLength(1);
});

test("the data of events and outcomes is shown without what is in them that opens something", async () => {
  const fn = client.createFunction({ id: "private", triggers: [{ event: "private/begun" }] }, () => ({ link: "https://example.org/reset/x/secret-token" }));
  await startEngine(client, [fn]);
  await send({ name: "private/begun", data: { userId: 7, token: "secret-token" } });
  const [run] = await endedRuns("private");
  const details = await getRun(admin, run!.id);
  expect(details.event).toEqual({ userId: 7, token: "•••" });
  expect(JSON.stringify(details)).not.toContain("secret-token");
  expect(await listRunFunctions(admin)).toContain("test-private");
});

test("runs are listed newest first, a page at a time", async () => {
  const fn = client.createFunction({ id: "paged", triggers: [{ event: "paged/begun" }] }, ({ event }) => event.data.n);
  await startEngine(client, [fn]);
  for (const n of [1, 2, 3]) {
    await send({ name: "paged/begun", data: { n } });
    await endedRuns("paged", n);
  }
  const ids = (await runsOf("paged")).map((run) => run.id).reverse();
  const first = await listRuns(admin, { functionId: "test-paged", limit: 2 });
  const second = await listRuns(admin, { functionId: "test-paged", limit: 2, before: first.next! });
  expect([...first.items, ...second.items].map((run) => run.id)).toEqual(ids);
  expect(second.next).toBeNull();
});

test.each([["a moderator", moderator, "forbidden"], ["nobody", anonymous, "unauthenticated"], ["a job", systemActor, "forbidden"]] as const)("%s neither sees nor steers runs", async (_who, actor, code) => {
  const before = await sql()`select from engine.event`;
  await expect(listRuns(actor)).rejects.toMatchObject({ code });
  await expect(listRunFunctions(actor)).rejects.toMatchObject({ code });
  expect(() => getJobsHome(actor)).toThrow();
  await expect(getRun(actor, "x")).rejects.toMatchObject({ code });
  await expect(cancelRun(actor, "x")).rejects.toMatchObject({ code });
  await expect(retryRun(actor, "x")).rejects.toMatchObject({ code });
  expect(await sql()`select from engine.event`).toHaveLength(before.length);
});

test("the figures say how far the engine is behind", async () => {
  await sql()`delete from engine.run`;
  await sql()`update engine.event set routed_at = now() where routed_at is null`;
  expect(await readJobFigures()).toEqual({ queued: 0, running: 0, failedLastDay: 0, queueAgeSeconds: 0, pendingEvents: 0, eventAgeSeconds: 0 });
  await sql()`insert into engine.run (id, function_id, event) values ('waits', 'f', '{"name":"x"}')`;
  await sql()`insert into engine.run (id, function_id, event, status, ended_at) values ('broke', 'f', '{"name":"x"}', 'failed', now())`;
  await sql()`insert into engine.job (run_id, step_id, due_at) values ('waits', 'step', now() - interval '90 seconds')`;
  await sql()`insert into engine.event (id, name, received_at) values ('late', 'x', now() - interval '1 hour')`;
  const figures = await readJobFigures();
  expect(figures).toMatchObject({ queued: 1, running: 0, failedLastDay: 1, pendingEvents: 1 });
  expect(figures.queueAgeSeconds).toBeGreaterThanOrEqual(90);
  expect(figures.eventAgeSeconds).toBeGreaterThanOrEqual(3600);
});

test("a run that does not exist is not found", async () => {
  await expect(getRun(admin, "nothing")).rejects.toMatchObject({ code: "not_found" });
  await expect(retryRun(admin, "nothing")).rejects.toMatchObject({ code: "not_found" });
});
