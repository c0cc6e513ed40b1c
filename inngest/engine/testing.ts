import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { afterEach, vi } from "vitest";
import { sql, transaction } from "@/db/client";
import { Engine, type EngineOptions } from "@/inngest/engine/engine";
import { eventFetch } from "@/inngest/engine/outbox";
import { DISCOVERY } from "@/inngest/engine/protocol";
import { inProcess } from "@/inngest/engine/transport";
import type { NewJobEvent } from "@/lib/core/job-event";
import type { RunStatus } from "@/lib/jobs/contract";
import { env } from "@/lib/platform/env";
import { recordEvent, wakeEngine } from "@/lib/platform/jobs";

/** A client whose events go to the test's own database. */
export function testClient(): Inngest {
  return new Inngest({ id: "test", isDev: true, fetch: eventFetch(sql, wakeEngine), logger: silent });
}

const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
const running = new Set<Engine>();

afterEach(async () => {
  for (const engine of running) await engine.stop(2_000);
  running.clear();
});

/** What the SDK was asked, call by call. */
export type RecordedCall = { isDiscovery: boolean; attempt: number; isImmediateOff: boolean; doneCount: number };

/** An engine that is not started yet. Retries wait 20 ms in place of Inngest's table. */
export function createEngine(client: Inngest.Any, functions: InngestFunction.Any[], options: Partial<EngineOptions> = {}): { engine: Engine; calls: RecordedCall[] } {
  const calls: RecordedCall[] = [];
  const transport = inProcess(serve({ client, functions }));
  const engine = new Engine({
    databaseUrl: env().DATABASE_URL,
    onLost: () => {},
    pollMs: 50,
    backoffMs: () => 20,
    transport: (method, url, headers, body) => {
      const { ctx } = JSON.parse(body) as { ctx?: { attempt: number; disable_immediate_execution: boolean; stack: { current: number } } };
      const isDiscovery = new URL(url).searchParams.get("stepId") === DISCOVERY;
      if (ctx) calls.push({ isDiscovery, attempt: ctx.attempt, isImmediateOff: ctx.disable_immediate_execution, doneCount: ctx.stack.current });
      return transport(method, url, headers, body);
    },
    ...options,
  });
  running.add(engine);
  return { engine, calls };
}

/** Starts an engine for the test, which ends with it. */
export async function startEngine(client: Inngest.Any, functions: InngestFunction.Any[], options: Partial<EngineOptions> = {}): Promise<{ engine: Engine; calls: RecordedCall[] }> {
  const created = createEngine(client, functions, options);
  await created.engine.start();
  return created;
}

/** A promise that the test opens: in place of a step that takes "long enough". */
export function gate(): { wait: Promise<void>; open: () => void } {
  let open = () => {};
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open };
}

/** Ends an engine before its test ends, as a worker that is told to stop. */
export async function stopEngine(engine: Engine, graceMs = 2_000): Promise<number> {
  running.delete(engine);
  return engine.stop(graceMs);
}

/** Records an event as a command does: in a transaction of its own. */
export function send(event: NewJobEvent): Promise<string> {
  return transaction((tx) => recordEvent(tx, event));
}

export type TestRun = { id: string; status: RunStatus; output: unknown; error: { name: string; message: string } | null; event: { data: Record<string, unknown> } };

/** The runs of a function, oldest first. */
export async function runsOf(name: string): Promise<TestRun[]> {
  return sql()<TestRun[]>`select id, status, output, error, event from engine.run where function_id = ${`test-${name}`} order by queued_at, id`;
}

/** Waits until the function has `count` runs that ended, and answers all its runs. */
export async function endedRuns(name: string, count = 1): Promise<TestRun[]> {
  return vi.waitFor(
    async () => {
      const runs = await runsOf(name);
      const ended = runs.filter((run) => !["queued", "running"].includes(run.status));
      if (ended.length < count) throw new Error(`${ended.length} of ${count} runs of ${name} ended: ${JSON.stringify(runs.map((run) => run.status))}`);
      return runs;
    },
    { timeout: 15_000, interval: 25 },
  );
}

/** Waits until the one step of that name is stored, done or not as told. */
export async function stepOf(runName: string, stepName: string, isDone: boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      const rows = await sql()`
        select from engine.step s join engine.run r on r.id = s.run_id
        where r.function_id = ${`test-${runName}`} and s.name = ${stepName} and s.is_done = ${isDone}`;
      if (rows.length === 0) throw new Error(`no step ${stepName} of ${runName} with is_done = ${isDone}`);
    },
    { timeout: 15_000, interval: 25 },
  );
}

/** Waits until every recorded event was routed. */
export async function allRouted(): Promise<void> {
  await vi.waitFor(
    async () => {
      const rows = await sql()`select from engine.event where routed_at is null`;
      if (rows.length > 0) throw new Error(`${rows.length} events are not routed`);
    },
    { timeout: 15_000, interval: 25 },
  );
}
