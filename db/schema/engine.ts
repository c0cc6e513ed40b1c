import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgSchema, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { timestamptz } from "@/db/columns";
import { runStatuses, type JobError } from "@/lib/jobs/contract";

/** What the background jobs keep. Only the leading worker writes here, except that anybody may add an event. */
export const engineSchema = pgSchema("engine");

/**
 * The outbox: an event is recorded in the transaction of the fact that it tells, and picked up after the commit, by the
 * embedded engine or by the forwarder to a real Inngest. Its id is its idempotency key: the same id again is ignored.
 */
export const jobEvent = engineSchema.table(
  "event",
  {
    id: text("id").primaryKey(),
    seq: bigint("seq", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    name: text("name").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull().default({}),
    /** Version of the data's shape, where its sender gave one. */
    version: text("version"),
    /** The sender's own time of the event. */
    sentAt: timestamptz("sent_at").notNull().defaultNow(),
    receivedAt: timestamptz("received_at").notNull().defaultNow(),
    /** When functions were started for it, or a real Inngest had accepted it. */
    routedAt: timestamptz("routed_at"),
    /** Hand-overs to a real Inngest that failed so far. */
    attempts: integer("attempts").notNull().default(0),
    error: text("error"),
  },
  (t) => [index("event_pending").on(t.seq).where(sql`${t.routedAt} is null`), index("event_received").on(t.receivedAt)],
);

/** One run of one function for one event. */
export const jobRun = engineSchema.table(
  "run",
  {
    id: text("id").primaryKey(),
    functionId: text("function_id").notNull(),
    /** The event as the function sees it: id, name, data, ts. */
    event: jsonb("event").$type<Record<string, unknown>>().notNull(),
    status: text("status", { enum: runStatuses }).notNull().default("queued"),
    output: jsonb("output"),
    error: jsonb("error").$type<JobError>(),
    idempotencyKey: text("idempotency_key"),
    /** One value for each concurrency limit of the function, in the order in which the function declares them. */
    concurrencyKeys: text("concurrency_keys").array().notNull().default(sql`'{}'`),
    /** The step of another run that waits for the outcome of this one. */
    parentRunId: text("parent_run_id"),
    parentStepId: text("parent_step_id"),
    queuedAt: timestamptz("queued_at").notNull().defaultNow(),
    startedAt: timestamptz("started_at"),
    endedAt: timestamptz("ended_at"),
  },
  (t) => [
    uniqueIndex("run_idempotency").on(t.functionId, t.idempotencyKey).where(sql`${t.idempotencyKey} is not null`),
    index("run_live").on(t.functionId).where(sql`${t.endedAt} is null`),
    index("run_recent").on(t.queuedAt),
    index("run_ended").on(t.endedAt),
    check("run_status", sql.raw(`status in (${runStatuses.map((status) => `'${status}'`).join(", ")})`)),
    check("run_ended_at", sql.raw("(ended_at is not null) = (status in ('completed', 'failed', 'cancelled'))")),
  ],
);

/** A step of a run: what was asked for, and, once done, the outcome that the function is given from then on. */
export const jobStep = engineSchema.table(
  "step",
  {
    runId: text("run_id").notNull().references(() => jobRun.id, { onDelete: "cascade" }),
    /** The SDK's hash of the name that the function gave the step. */
    id: text("id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    name: text("name"),
    options: jsonb("options").$type<Record<string, unknown>>().notNull().default({}),
    isDone: boolean("is_done").notNull().default(false),
    /** {data} or {error} of work; the event itself of a wait; null of a sleep and of a wait that timed out. */
    output: jsonb("output"),
    /** Its place among the steps of the run that are done: functions see outcomes in this order. */
    doneOrder: integer("done_order"),
    attempt: integer("attempt").notNull().default(0),
    wakeAt: timestamptz("wake_at"),
    waitEvent: text("wait_event"),
    startedAt: timestamptz("started_at").notNull().defaultNow(),
    endedAt: timestamptz("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.id] }),
    index("step_wait").on(t.waitEvent).where(sql`not ${t.isDone}`),
    index("step_wake").on(t.wakeAt).where(sql`not ${t.isDone}`),
  ],
);

/** A call that is due: "go on with the run" (step id `step`) or "do this planned step". At most one of each a run. */
export const job = engineSchema.table(
  "job",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: text("run_id").notNull().references(() => jobRun.id, { onDelete: "cascade" }),
    stepId: text("step_id").notNull(),
    attempt: integer("attempt").notNull().default(0),
    /** Rises when something was settled while the call was under way: another call must follow. */
    revision: integer("revision").notNull().default(0),
    /** Calls begun without an answer so far: a step that takes the worker down with it is given up at a limit. */
    unanswered: integer("unanswered").notNull().default(0),
    dueAt: timestamptz("due_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("job_call").on(t.runId, t.stepId), index("job_due").on(t.dueAt, t.id)],
);

/** The next time of every schedule. */
export const cronSchedule = engineSchema.table(
  "cron",
  {
    functionId: text("function_id").notNull(),
    expression: text("expression").notNull(),
    nextAt: timestamptz("next_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.functionId, t.expression] })],
);
