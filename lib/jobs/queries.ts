import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { job, jobEvent, jobRun, jobStep } from "@/db/schema/engine";
import { subquery } from "@/db/subquery";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { JobError, JobFigures, JobsHome, RunDetails, RunStatus, RunSummary } from "@/lib/jobs/contract";
import { abilitiesOf, canManageJobs } from "@/lib/jobs/policy";
import { redactJobData } from "@/lib/jobs/redact";
import { env } from "@/lib/platform/env";
import { jobsMode } from "@/lib/platform/jobs";

export type RunFilter = {
  status?: RunStatus;
  functionId?: string;
  /** The id of the last run of the page before. */
  before?: string;
  limit?: number;
};

const columns = {
  run: jobRun,
  done: subquery<number>(sql`select count(*)::int from ${jobStep} where ${jobStep.runId} = ${jobRun.id} and ${jobStep.isDone}`),
  total: subquery<number>(sql`select count(*)::int from ${jobStep} where ${jobStep.runId} = ${jobRun.id}`),
  stepRetries: subquery<number>(sql`select coalesce(sum(${jobStep.attempt}), 0)::int from ${jobStep} where ${jobStep.runId} = ${jobRun.id}`),
  callRetries: subquery<number>(sql`select coalesce(sum(${job.attempt}), 0)::int from ${job} where ${job.runId} = ${jobRun.id}`),
};
type Row = { run: typeof jobRun.$inferSelect; done: number; total: number; stepRetries: number; callRetries: number };

/** Runs of the embedded engine, newest first: ids sort by their time. `next` is what `before` must be for the page after. @throws AppError unauthenticated, forbidden */
export async function listRuns(actor: Actor, filter: RunFilter = {}): Promise<{ items: RunSummary[]; next: string | null }> {
  authorize(canManageJobs(actor));
  const { status, functionId, before } = filter;
  const limit = Math.min(filter.limit ?? settings.pageLimitDefault, settings.pageLimitMax);
  const conditions = [
    status === undefined ? undefined : eq(jobRun.status, status),
    functionId === undefined ? undefined : eq(jobRun.functionId, functionId),
    before === undefined ? undefined : lt(jobRun.id, before),
  ];
  const rows = await db().select(columns).from(jobRun).where(and(...conditions)).orderBy(desc(jobRun.id)).limit(limit + 1);
  const items = rows.slice(0, limit).map(toSummary);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

/** The functions that have runs, by name. @throws AppError unauthenticated, forbidden */
export async function listRunFunctions(actor: Actor): Promise<string[]> {
  authorize(canManageJobs(actor));
  const rows = await db().selectDistinct({ id: jobRun.functionId }).from(jobRun).orderBy(asc(jobRun.functionId));
  return rows.map(({ id }) => id);
}

/** One run with its steps. @throws AppError unauthenticated, forbidden, not_found */
export async function getRun(actor: Actor, runId: string): Promise<RunDetails> {
  authorize(canManageJobs(actor));
  const [row] = await db().select(columns).from(jobRun).where(eq(jobRun.id, runId));
  if (!row) throw new AppError("not_found");
  const steps = await db().select().from(jobStep).where(eq(jobStep.runId, runId)).orderBy(asc(jobStep.seq));
  return {
    ...toSummary(row),
    event: redactJobData(row.run.event.data ?? null),
    output: redactJobData(row.run.output),
    timeline: steps.map((step) => ({
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

function toSummary({ run, done, total, stepRetries, callRetries }: Row): RunSummary {
  return {
    id: run.id,
    functionId: run.functionId,
    eventName: String(run.event.name),
    status: run.status,
    error: run.error,
    steps: { done, total },
    retries: stepRetries + callRetries,
    queuedAt: run.queuedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    can: abilitiesOf(run.status),
  };
}

/** The outcome of a wait is the event itself, whose own `error` would be no failure of the step. */
function errorOf(kind: string, output: unknown): JobError | null {
  const isWait = kind === "WaitForEvent" || typeof output !== "object" || output === null;
  return !isWait && "error" in output ? (output.error as JobError) : null;
}

/** Where runs are seen and steered: here, or on the pages of the Inngest that the environment names. */
export function getJobsHome(actor: Actor): JobsHome {
  authorize(canManageJobs(actor));
  if (jobsMode() === "embedded") return { mode: "embedded" };
  const { INNGEST_BASE_URL: baseUrl, INNGEST_DEV: dev } = env();
  const url = baseUrl ?? (dev?.startsWith("http") ? dev : dev ? "http://localhost:8288" : "https://app.inngest.com");
  return { mode: "inngest", url };
}

/**
 * How the engine keeps up: no authorization of its own, for the health pages and the metrics, whose readers are checked
 * there. The queue's age is that of the oldest call that is due.
 */
export async function readJobFigures(): Promise<JobFigures> {
  const age = (instant: unknown, from: unknown, where: unknown) => subquery<number>(sql`select coalesce(extract(epoch from now() - min(${instant})), 0)::float8 from ${from} where ${where}`);
  const [row] = await db().select({
    queued: subquery<number>(sql`select count(*)::int from ${jobRun} where ${jobRun.status} = 'queued'`),
    running: subquery<number>(sql`select count(*)::int from ${jobRun} where ${jobRun.status} = 'running'`),
    failedLastDay: subquery<number>(sql`select count(*)::int from ${jobRun} where ${jobRun.status} = 'failed' and ${jobRun.endedAt} > now() - interval '1 day'`),
    queueAgeSeconds: age(job.dueAt, job, sql`${job.dueAt} <= now()`),
    pendingEvents: subquery<number>(sql`select count(*)::int from ${jobEvent} where ${jobEvent.routedAt} is null`),
    eventAgeSeconds: age(jobEvent.receivedAt, jobEvent, sql`${jobEvent.routedAt} is null`),
  }).from(sql`(select 1) as one`);
  return row!;
}
