import { randomUUID } from "node:crypto";
import { afterCommit, sql, type Tx } from "@/db/client";
import { jobEvent } from "@/db/schema/engine";
import type { NewJobEvent } from "@/lib/core/job-event";
import { env } from "@/lib/platform/env";

/** Key of the session advisory lock that the leading worker holds; a database has one leader. */
export const engineLockKey = 728_120_260;

/** Where the leading worker listens. The row is the fact, the notification only a wake-up. */
export const engineWakeChannel = "engine_wake";

/** Requests of an administrator to the engine itself; never handed to functions. */
export const enginePrefix = "engine/";
export const runCancelRequested = `${enginePrefix}run.cancel-requested`;
export const runRetryRequested = `${enginePrefix}run.retry-requested`;

/** True when the environment names an Inngest development server, which signs nothing: `1` or its address. */
export function isInngestDev(): boolean {
  const { INNGEST_DEV: dev } = env();
  return dev !== undefined && !["0", "false"].includes(dev);
}

/** Who runs the functions: the engine inside the worker, or an Inngest that the environment names. */
export function jobsMode(): "embedded" | "inngest" {
  const { INNGEST_BASE_URL: baseUrl, INNGEST_SIGNING_KEY: signingKey } = env();
  return isInngestDev() || baseUrl !== undefined || signingKey !== undefined ? "inngest" : "embedded";
}

/**
 * Records an event for the background functions in the caller's transaction: it commits with the fact that it tells, or
 * not at all. The worker is woken after the commit. The event's id is its idempotency key: the same id again is ignored.
 * Answers the id.
 */
export async function recordEvent(tx: Tx, event: NewJobEvent): Promise<string> {
  const id = event.id ?? randomUUID();
  const sentAt = event.ts === undefined ? new Date() : new Date(event.ts);
  await tx.insert(jobEvent).values({ id, name: event.name, data: event.data, version: event.v ?? null, sentAt }).onConflictDoNothing();
  afterCommit(tx, engineWakeChannel, wakeEngine);
  return id;
}

/** Tells the leading worker that there is something new. Only outside a transaction: NOTIFY inside one serialises commits. */
export async function wakeEngine(): Promise<void> {
  await sql().notify(engineWakeChannel, "");
}
