import { eq } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { jobRun } from "@/db/schema/engine";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import type { RunAbilities, RunStatus } from "@/lib/jobs/contract";
import { abilitiesOf, canManageJobs } from "@/lib/jobs/policy";
import { recordEvent, runCancelRequested, runRetryRequested } from "@/lib/platform/jobs";

/**
 * Asks the engine to end a run; a step that is under way ends first, its result is dropped. Only the leading worker
 * writes runs, so this records the request. @throws AppError forbidden, not_found, conflict when it is over
 */
export async function cancelRun(actor: Actor, runId: string): Promise<void> {
  await request(actor, runId, "cancel", runCancelRequested, "job.cancel_requested");
}

/**
 * Asks the engine to let a failed or cancelled run go on where it stopped: steps that are done are not run again.
 * @throws AppError forbidden, not_found, conflict when it neither failed nor was cancelled
 */
export async function retryRun(actor: Actor, runId: string): Promise<void> {
  await request(actor, runId, "retry", runRetryRequested, "job.retry_requested");
}

async function request(actor: Actor, runId: string, ability: keyof RunAbilities, event: string, action: string): Promise<void> {
  authorize(canManageJobs(actor));
  await transaction(async (tx) => {
    const status = await getStatus(tx, runId);
    if (!abilitiesOf(status)[ability]) throw new AppError("conflict", { extra: { status } });
    await recordEvent(tx, { name: event, data: { runId } });
    await recordAudit(tx, actor, { action, target: { type: "run", id: runId } });
  });
}

async function getStatus(tx: Tx, runId: string): Promise<RunStatus> {
  const [run] = await tx.select({ status: jobRun.status }).from(jobRun).where(eq(jobRun.id, runId));
  if (!run) throw new AppError("not_found");
  return run.status;
}
