import { requestCall } from "@/inngest/engine/calls";
import type { Queries } from "@/inngest/engine/database";
import { concurrencyKeys, idempotencyKey, type EngineFunction } from "@/inngest/engine/functions";
import { toJson } from "@/inngest/engine/json";
import { recordEvents } from "@/inngest/engine/outbox";
import { DISCOVERY, type EngineEvent, type SerializedError } from "@/inngest/engine/protocol";
import { settleStep } from "@/inngest/engine/steps";
import { ulid } from "@/inngest/engine/ulid";

export type StartOptions = {
  /** In place of the function's own key. */
  idempotencyKey?: string;
  parent?: { runId: string; stepId: string };
};

/** As long as Inngest itself remembers a key. */
const idempotencyWindow = "24 hours";

/** Starts a run and asks for its first call. Answers null when a run with the same idempotency key is known. */
export async function startRun(db: Queries, fn: EngineFunction, event: EngineEvent, options: StartOptions = {}): Promise<string | null> {
  const key = options.idempotencyKey ?? idempotencyKey(fn, event);
  if (key !== null) {
    await db`
      update engine.run set idempotency_key = null
      where function_id = ${fn.id} and idempotency_key = ${key} and queued_at < now() - ${idempotencyWindow}::interval`;
  }
  const id = ulid();
  const started = await db`
    insert into engine.run (id, function_id, event, idempotency_key, concurrency_keys, parent_run_id, parent_step_id)
    values (${id}, ${fn.id}, ${toJson(event)}::text::jsonb, ${key}, ${concurrencyKeys(fn, event)}::text[],
            ${options.parent?.runId ?? null}, ${options.parent?.stepId ?? null})
    on conflict (function_id, idempotency_key) where idempotency_key is not null do nothing`;
  if (started.count === 0) return null;
  await requestCall(db, id, DISCOVERY);
  return id;
}

export type Outcome =
  | { status: "completed"; output: unknown }
  | { status: "failed"; error: SerializedError }
  | { status: "cancelled" };

/** Ends a run that is not over: its calls and waits go, a run that invoked it goes on, failure and cancellation become events. */
export async function endRun(db: Queries, runId: string, outcome: Outcome): Promise<void> {
  const error = outcome.status === "failed" ? outcome.error : null;
  const [run] = await db<{ function_id: string; event: EngineEvent; parent_run_id: string | null; parent_step_id: string | null }[]>`
    update engine.run set status = ${outcome.status}, ended_at = now(),
      output = ${outcome.status === "completed" ? toJson(outcome.output) : null}::text::jsonb, error = ${toJson(error)}::text::jsonb
    where id = ${runId} and ended_at is null
    returning function_id, event, parent_run_id, parent_step_id`;
  if (!run) return;
  await db`delete from engine.job where run_id = ${runId}`;
  await db`update engine.step set wake_at = null, wait_event = null where run_id = ${runId} and not is_done`;
  if (run.parent_run_id !== null && run.parent_step_id !== null) {
    await settleStep(db, run.parent_run_id, run.parent_step_id, outcomeForParent(outcome));
  }
  if (outcome.status !== "completed") await announce(db, run.function_id, runId, run.event, outcome);
}

function outcomeForParent(outcome: Outcome): unknown {
  switch (outcome.status) {
    case "completed":
      return { data: outcome.output ?? null };
    case "failed":
      return { error: outcome.error };
    case "cancelled":
      return { error: { name: "Error", message: "The invoked function was cancelled" } };
  }
}

/** The events that `onFailure` and functions for cancelled runs are triggered by. */
async function announce(db: Queries, functionId: string, runId: string, event: EngineEvent, outcome: Outcome): Promise<void> {
  const failed = outcome.status === "failed";
  const error = failed ? outcome.error : { name: "Error", message: "function cancelled" };
  const data = { function_id: functionId, run_id: runId, error, event, events: [event], _inngest: { status: failed ? "Failed" : "Cancelled" } };
  await recordEvents(db, [{ name: failed ? "inngest/function.failed" : "inngest/function.cancelled", data }]);
}

/**
 * Lets a failed or cancelled run go on where it stopped: steps that are done stay done, the step that it failed on and
 * waits that were open begin anew. A child that an open invoke started is let go.
 */
export async function reopenRun(db: Queries, runId: string): Promise<void> {
  const reopened = await db`
    update engine.run set status = 'queued', ended_at = null, error = null, output = null
    where id = ${runId} and status in ('failed', 'cancelled')`;
  if (reopened.count === 0) return;
  await db`update engine.run set parent_run_id = null, parent_step_id = null where parent_run_id = ${runId} and ended_at is null`;
  await db`
    delete from engine.step s where s.run_id = ${runId} and (not s.is_done or (s.output ? 'error' and s.kind in ('StepError', 'StepFailed')
      and s.done_order = (select max(done_order) from engine.step where run_id = ${runId})))`;
  await requestCall(db, runId, DISCOVERY);
}
