import { attempt, type Queries } from "@/inngest/engine/database";
import { matches } from "@/inngest/engine/expression";
import type { EngineFunctions } from "@/inngest/engine/functions";
import { eventColumns, toEvent } from "@/inngest/engine/outbox";
import type { EngineEvent, OperationOptions } from "@/inngest/engine/protocol";
import { endRun, reopenRun, startRun } from "@/inngest/engine/runs";
import { settleStep } from "@/inngest/engine/steps";
import { runCancelRequested, runRetryRequested } from "@/lib/platform/jobs";

const batchSize = 50;
type PendingRow = Parameters<typeof toEvent>[0];

/**
 * Routes the oldest events that nobody has routed, in their order. Answers how many it took. An event that cannot be
 * routed is marked with its error and passed over: it must not hold up the ones behind it.
 */
export async function routePending(tx: Queries, functions: EngineFunctions, onError: (error: unknown, eventId: string) => void): Promise<{ taken: number; isMore: boolean }> {
  const rows = await tx<PendingRow[]>`
    select ${tx([...eventColumns])} from engine.event where routed_at is null order by seq limit ${batchSize}`;
  for (const row of rows) {
    let problem: string | null = null;
    try {
      await attempt(tx, () => routeEvent(tx, functions, toEvent(row)));
    } catch (error) {
      if (isConnectionError(error)) throw error;
      problem = error instanceof Error ? error.message : String(error);
      onError(error, row.id);
    }
    await tx`update engine.event set routed_at = now(), error = ${problem} where id = ${row.id}`;
  }
  return { taken: rows.length, isMore: rows.length === batchSize };
}

/** What one event does, in this order: it cancels runs, ends waits, starts runs. */
export async function routeEvent(db: Queries, functions: EngineFunctions, event: EngineEvent): Promise<void> {
  if (event.name === runCancelRequested) return endRun(db, String(event.data.runId), { status: "cancelled" });
  if (event.name === runRetryRequested) return reopenRun(db, String(event.data.runId));
  await cancelRuns(db, functions, event);
  await endWaits(db, event);
  for (const fn of functions.values()) {
    const isTriggered = fn.triggers.some((trigger) => trigger.event === event.name && matches(trigger.if, { event }));
    if (isTriggered) await startRun(db, fn, event);
  }
}

async function cancelRuns(db: Queries, functions: EngineFunctions, event: EngineEvent): Promise<void> {
  for (const fn of functions.values()) {
    const rules = fn.cancelOn.filter((rule) => rule.event === event.name);
    if (rules.length === 0) continue;
    const runs = await db<{ id: string; event: EngineEvent }[]>`select id, event from engine.run where function_id = ${fn.id} and ended_at is null`;
    for (const run of runs) {
      if (rules.some((rule) => matches(rule.if, { event: run.event, async: event }))) await endRun(db, run.id, { status: "cancelled" });
    }
  }
}

async function endWaits(db: Queries, event: EngineEvent): Promise<void> {
  const waits = await db<{ run_id: string; id: string; options: OperationOptions; event: EngineEvent }[]>`
    select s.run_id, s.id, s.options, r.event from engine.step s join engine.run r on r.id = s.run_id
    where s.wait_event = ${event.name} and not s.is_done and r.ended_at is null`;
  for (const wait of waits) {
    if (matches(wait.options.if, { event: wait.event, async: event })) await settleStep(db, wait.run_id, wait.id, event);
  }
}

/** True when Postgres itself went away, as opposed to a statement that it refused. */
export function isConnectionError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && (/^(CONNECTION|CONNECT_|ECONN|EPIPE|ETIMEDOUT)/.test(code) || /^(08|57P)/.test(code));
}
