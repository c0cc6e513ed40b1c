import { requestCall } from "@/inngest/engine/calls";
import type { Queries } from "@/inngest/engine/database";
import { toJson } from "@/inngest/engine/json";
import { DISCOVERY, type Operation } from "@/inngest/engine/protocol";

/** The place after the last done step of the run: functions are given outcomes in the order in which steps ended. */
const nextPlace = (db: Queries, runId: string) =>
  db`(select coalesce(max(done_order), 0) + 1 from engine.step where run_id = ${runId})`;

/** Stores the outcome of work that a call did, once; a step that is done stays as it is. */
export async function storeOutcome(db: Queries, runId: string, operation: Operation, attempt: number, output: unknown): Promise<void> {
  await db`
    insert into engine.step (run_id, id, kind, name, options, is_done, output, done_order, attempt, ended_at)
    values (${runId}, ${operation.id}, ${operation.op}, ${nameOf(operation)}, ${optionsOf(operation)}::text::jsonb, true,
            ${toJson(output)}::text::jsonb, ${nextPlace(db, runId)}, ${attempt}, clock_timestamp())
    on conflict (run_id, id) do update
      set kind = excluded.kind, is_done = true, output = excluded.output, done_order = excluded.done_order,
          attempt = excluded.attempt, ended_at = excluded.ended_at, wake_at = null, wait_event = null
      where not engine.step.is_done`;
}

/** Notes a step that is planned or that failed and will be tried again. */
export async function noteStep(db: Queries, runId: string, operation: Operation, attempt: number): Promise<void> {
  await db`
    insert into engine.step (run_id, id, kind, name, options, attempt)
    values (${runId}, ${operation.id}, ${operation.op}, ${nameOf(operation)}, ${optionsOf(operation)}::text::jsonb, ${attempt})
    on conflict (run_id, id) do update set kind = excluded.kind, attempt = excluded.attempt
      where not engine.step.is_done and engine.step.attempt <= excluded.attempt`;
}

export type Waiting = { wakeAfterMs?: number; waitEvent?: string };

/** Begins a wait. Answers false when it began before: a wait that is reported again keeps its time. */
export async function beginWait(db: Queries, runId: string, operation: Operation, waiting: Waiting): Promise<boolean> {
  const wakeAt = waiting.wakeAfterMs === undefined ? db`null` : db`now() + ${Math.round(waiting.wakeAfterMs)} * interval '1 millisecond'`;
  const begun = await db`
    insert into engine.step (run_id, id, kind, name, options, wake_at, wait_event)
    values (${runId}, ${operation.id}, ${operation.op}, ${nameOf(operation)}, ${optionsOf(operation)}::text::jsonb, ${wakeAt}, ${waiting.waitEvent ?? null})
    on conflict (run_id, id) do nothing`;
  return begun.count > 0;
}

/** Ends a wait with its outcome, once, and asks for the run to go on. */
export async function settleStep(db: Queries, runId: string, stepId: string, output: unknown): Promise<void> {
  const settled = await db`
    update engine.step set is_done = true, output = ${toJson(output)}::text::jsonb, done_order = ${nextPlace(db, runId)},
      ended_at = clock_timestamp(), wake_at = null, wait_event = null
    where run_id = ${runId} and id = ${stepId} and not is_done
      and exists (select from engine.run where id = ${runId} and ended_at is null)`;
  if (settled.count > 0) await requestCall(db, runId, DISCOVERY);
}

function nameOf(operation: Operation): string | null {
  return operation.displayName ?? operation.name ?? null;
}

function optionsOf(operation: Operation): string {
  return toJson(operation.opts ?? {})!;
}
