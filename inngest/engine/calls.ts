import type { Queries } from "@/inngest/engine/database";

/**
 * Asks for a call of the run: `DISCOVERY` to go on, or a planned step's id. There is at most one of each; asking while
 * one is open raises its revision, so that a call that is under way now is followed by another.
 */
export async function requestCall(db: Queries, runId: string, stepId: string): Promise<void> {
  await db`
    insert into engine.job (run_id, step_id) values (${runId}, ${stepId})
    on conflict (run_id, step_id) do update set revision = engine.job.revision + 1`;
}

/** Asks for the call of a planned step once: a plan that is reported again while it waits or runs changes nothing. */
export async function requestPlannedCall(db: Queries, runId: string, stepId: string): Promise<void> {
  await db`
    insert into engine.job (run_id, step_id)
    select run_id, id from engine.step where run_id = ${runId} and id = ${stepId} and not is_done
    on conflict (run_id, step_id) do nothing`;
}

/** The call was answered. It stays, due at once, when something was settled in the meantime. */
export async function closeCall(db: Queries, jobId: number, revision: number): Promise<void> {
  const closed = await db`delete from engine.job where id = ${jobId} and revision = ${revision}`;
  if (closed.count === 0) await db`update engine.job set attempt = 0, unanswered = 0, due_at = now() where id = ${jobId}`;
}

/** The call failed and is made again as the next attempt after `waitMs`. */
export async function repeatCall(db: Queries, jobId: number, waitMs: number): Promise<void> {
  await db`
    update engine.job set attempt = attempt + 1, unanswered = 0, due_at = now() + ${Math.round(waitMs)} * interval '1 millisecond'
    where id = ${jobId}`;
}

/** No answer came: the same attempt again after `waitMs`. How often that happened stays counted. */
export async function postponeCall(db: Queries, jobId: number, waitMs: number): Promise<void> {
  await db`update engine.job set due_at = now() + ${Math.round(waitMs)} * interval '1 millisecond' where id = ${jobId}`;
}
