import { expect, test } from "vitest";
import { sql } from "@/db/client";
import { endedRuns, runsOf, send, startEngine, stepOf, testClient } from "@/inngest/engine/testing";
import { systemActor, type Actor, type UserActor } from "@/lib/authz/actor";
import { cancelRun, retryRun } from "@/lib/jobs/commands";
import { getRun, listRuns } from "@/lib/jobs/queries";

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
  expect(details.steps.map((step) => [step.name, step.isDone, step.error?.message ?? null])).toEqual([["first", true, null], ["second", true, "broken"]]);
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
  expect((await listRuns(admin, { functionId: "test-waiting" })).map((each) => each.status)).toEqual(["cancelled"]);
  await expect(cancelRun(admin, run!.id)).rejects.toMatchObject({ code: "conflict" });
  await retryRun(admin, run!.id);
  await expect.poll(async () => (await sql()`select from engine.step where wait_event = 'waiting/answered' and not is_done`).length).toBe(1);
  await send({ name: "waiting/answered", data: { n: 1 } });
  await expect.poll(async () => (await runsOf("waiting"))[0]?.output).toEqual({ n: 1 });
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
  const second = await listRuns(admin, { functionId: "test-paged", limit: 2, before: first[1]!.id });
  expect([...first, ...second].map((run) => run.id)).toEqual(ids);
});

test.each([["a moderator", moderator, "forbidden"], ["nobody", anonymous, "unauthenticated"], ["a job", systemActor, "forbidden"]] as const)("%s neither sees nor steers runs", async (_who, actor, code) => {
  const before = await sql()`select from engine.event`;
  await expect(listRuns(actor)).rejects.toMatchObject({ code });
  await expect(getRun(actor, "x")).rejects.toMatchObject({ code });
  await expect(cancelRun(actor, "x")).rejects.toMatchObject({ code });
  await expect(retryRun(actor, "x")).rejects.toMatchObject({ code });
  expect(await sql()`select from engine.event`).toHaveLength(before.length);
});

test("a run that does not exist is not found", async () => {
  await expect(getRun(admin, "nothing")).rejects.toMatchObject({ code: "not_found" });
  await expect(retryRun(admin, "nothing")).rejects.toMatchObject({ code: "not_found" });
});
