import { and, asc, desc, eq, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { jobRun, jobStep } from "@/db/schema/engine";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { JobError, RunDetails, RunStatus, RunSummary } from "@/lib/jobs/contract";
import { canManageJobs } from "@/lib/jobs/policy";

export type RunFilter = {
  status?: RunStatus;
  functionId?: string;
  /** The id of the last run of the page before. */
  before?: string;
  limit?: number;
};

/** Runs of the embedded engine, newest first: ids sort by their time. @throws AppError forbidden */
export async function listRuns(actor: Actor, filter: RunFilter = {}): Promise<RunSummary[]> {
  authorize(canManageJobs(actor));
  const { status, functionId, before, limit = settings.pageLimitDefault } = filter;
  const conditions = [
    status === undefined ? undefined : eq(jobRun.status, status),
    functionId === undefined ? undefined : eq(jobRun.functionId, functionId),
    before === undefined ? undefined : lt(jobRun.id, before),
  ];
  const rows = await db().select().from(jobRun).where(and(...conditions)).orderBy(desc(jobRun.id)).limit(Math.min(limit, settings.pageLimitMax));
  return rows.map(toSummary);
}

/** One run with its steps. @throws AppError forbidden, not_found */
export async function getRun(actor: Actor, runId: string): Promise<RunDetails> {
  authorize(canManageJobs(actor));
  const [run] = await db().select().from(jobRun).where(eq(jobRun.id, runId));
  if (!run) throw new AppError("not_found");
  const steps = await db().select().from(jobStep).where(eq(jobStep.runId, runId)).orderBy(asc(jobStep.seq));
  return {
    ...toSummary(run),
    event: run.event,
    output: run.output,
    steps: steps.map((step) => ({
      id: step.id,
      kind: step.kind,
      name: step.name,
      isDone: step.isDone,
      attempt: step.attempt,
      error: errorOf(step.kind, step.output),
      startedAt: step.startedAt.toISOString(),
      endedAt: step.endedAt?.toISOString() ?? null,
    })),
  };
}

function toSummary(run: typeof jobRun.$inferSelect): RunSummary {
  return {
    id: run.id,
    functionId: run.functionId,
    eventName: String(run.event.name),
    status: run.status,
    error: run.error,
    queuedAt: run.queuedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

/** The outcome of a wait is the event itself, whose own `error` would be no failure of the step. */
function errorOf(kind: string, output: unknown): JobError | null {
  const isWait = kind === "WaitForEvent" || typeof output !== "object" || output === null;
  return !isWait && "error" in output ? (output.error as JobError) : null;
}
