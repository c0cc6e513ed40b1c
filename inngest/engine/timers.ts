import { dueMargin, type Queries } from "@/inngest/engine/database";
import type { EngineFunctions } from "@/inngest/engine/functions";
import { startRun } from "@/inngest/engine/runs";
import { nextTime } from "@/inngest/engine/schedule";
import { settleStep } from "@/inngest/engine/steps";

const batchSize = 200;
const invokeTimeout = { error: { name: "InngestInvokeTimeoutError", message: "Timed out waiting for the invoked function to complete" } };

/** Ends sleeps and waits whose time has come. Answers how many: a full batch means that there may be more. */
export async function wakeSteps(db: Queries): Promise<{ woken: number; isMore: boolean }> {
  const due = await db<{ run_id: string; id: string; kind: string }[]>`
    select run_id, id, kind from engine.step where not is_done and wake_at <= now() + ${dueMargin}::interval
    order by wake_at limit ${batchSize}`;
  for (const step of due) {
    // A sleep and a wait that timed out both end with null.
    await settleStep(db, step.run_id, step.id, step.kind === "InvokeFunction" ? invokeTimeout : null);
  }
  return { woken: due.length, isMore: due.length === batchSize };
}

/** Makes the stored schedules those of the functions; one that is there keeps its next time, so that a restart loses none. */
export async function syncSchedules(db: Queries, functions: EngineFunctions): Promise<void> {
  const wanted = [...functions.values()].flatMap((fn) => fn.schedules.map((expression) => ({ functionId: fn.id, expression })));
  const known = await db<{ function_id: string; expression: string }[]>`select function_id, expression from engine.cron`;
  for (const row of known) {
    const isWanted = wanted.some((schedule) => schedule.functionId === row.function_id && schedule.expression === row.expression);
    if (!isWanted) await db`delete from engine.cron where function_id = ${row.function_id} and expression = ${row.expression}`;
  }
  for (const { functionId, expression } of wanted) {
    const next = nextTime(expression);
    if (next) await db`insert into engine.cron (function_id, expression, next_at) values (${functionId}, ${expression}, ${next}) on conflict do nothing`;
  }
}

/** Starts the runs of schedules that have come due. Times missed while no worker ran collapse into one run. */
export async function runSchedules(db: Queries, functions: EngineFunctions): Promise<number> {
  const due = await db<{ function_id: string; expression: string; next_at: Date }[]>`
    select function_id, expression, next_at from engine.cron where next_at <= now() + ${dueMargin}::interval`;
  for (const { function_id: functionId, expression, next_at: at } of due) {
    const fn = functions.get(functionId);
    const iso = at.toISOString();
    if (fn) {
      const event = { id: `${functionId}:${iso}`, name: "inngest/scheduled.timer", ts: at.getTime(), data: { cron: expression, scheduledAt: iso } };
      await startRun(db, fn, event, { idempotencyKey: `cron:${expression}:${iso}` });
    }
    const next = nextTime(expression);
    if (next) await db`update engine.cron set next_at = ${next} where function_id = ${functionId} and expression = ${expression}`;
    else await db`delete from engine.cron where function_id = ${functionId} and expression = ${expression}`;
  }
  return due.length;
}

const keep = "7 days";
const pruneBatch = 1_000;

/** Forgets what ended long ago, a bounded batch at a time. Answers true while there is more. */
export async function prune(db: Queries): Promise<boolean> {
  const runs = await db`
    delete from engine.run where id in (select id from engine.run where ended_at < now() - ${keep}::interval limit ${pruneBatch})`;
  const events = await db`
    delete from engine.event where id in
      (select id from engine.event where routed_at is not null and received_at < now() - ${keep}::interval limit ${pruneBatch})`;
  return runs.count === pruneBatch || events.count === pruneBatch;
}
