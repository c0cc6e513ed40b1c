import { closeCall, postponeCall, repeatCall, requestCall, requestPlannedCall } from "@/inngest/engine/calls";
import type { Queries } from "@/inngest/engine/database";
import { delayMs } from "@/inngest/engine/duration";
import { retryAfterMs } from "@/inngest/engine/backoff";
import type { EngineFunction, EngineFunctions } from "@/inngest/engine/functions";
import { callBody, DISCOVERY, header, waitingKinds, type Answer, type CallState, type EngineEvent, type Operation, type SerializedError, type Transport } from "@/inngest/engine/protocol";
import { endRun, startRun } from "@/inngest/engine/runs";
import { beginWait, noteStep, settleStep, storeOutcome } from "@/inngest/engine/steps";
import { IN_PROCESS_URL } from "@/inngest/engine/transport";
import { ulid } from "@/inngest/engine/ulid";

/** A call that the dispatcher picked. */
export type Claim = { jobId: number; runId: string; stepId: string; fn: EngineFunction };

/** A claim with what the call needs; `revision` is that of the moment at which the state was read. */
export type PreparedCall = Claim & { state: CallState; revision: number };

export type ExecutionOptions = {
  functions: EngineFunctions;
  backoffMs: (attempt: number) => number;
  /** A call that was begun this often and never answered took the worker down with it: its run fails. */
  maxUnanswered: number;
};

/** Marks the call as begun and reads what it needs. Null when there is nothing to call any more. */
export async function prepareCall(db: Queries, claim: Claim, options: ExecutionOptions): Promise<PreparedCall | null> {
  const { runId, stepId, jobId, fn } = claim;
  const [call] = await db<{ attempt: number; revision: number; unanswered: number }[]>`
    update engine.job set unanswered = unanswered + 1 where id = ${jobId} returning attempt, revision, unanswered`;
  if (!call) return null;
  if (call.unanswered > options.maxUnanswered) {
    const message = `A step was begun ${options.maxUnanswered} times and never answered: the worker ended each time.`;
    await endRun(db, runId, { status: "failed", error: { name: "WorkerCrashedError", message } });
    return null;
  }
  const [run] = await db<{ event: EngineEvent }[]>`
    update engine.run set status = 'running', started_at = coalesce(started_at, now()) where id = ${runId} and ended_at is null returning event`;
  if (!run) {
    await db`delete from engine.job where id = ${jobId}`;
    return null;
  }
  const done = await db<{ id: string; output: unknown }[]>`select id, output from engine.step where run_id = ${runId} and is_done order by done_order`;
  const hasOpenWork = await findOpenWork(db, runId, stepId);
  const state = { runId, stepId, attempt: call.attempt, maxAttempts: fn.maxAttempts, event: run.event, done: [...done], hasOpenWork };
  return { ...claim, state, revision: call.revision };
}

/** Other planned calls and waits of the run. A step that failed within a discovery and is tried again is not one of them. */
async function findOpenWork(db: Queries, runId: string, stepId: string): Promise<boolean> {
  const [row] = await db<{ open: boolean }[]>`
    select exists (select from engine.job where run_id = ${runId} and step_id not in (${DISCOVERY}, ${stepId}))
        or exists (select from engine.step where run_id = ${runId} and not is_done and kind = any(${waitingKinds}::text[])) as open`;
  return row?.open ?? false;
}

/** Makes the call. @throws when no answer of the SDK came. */
export async function performCall(call: PreparedCall, transport: Transport): Promise<Answer> {
  const url = new URL(IN_PROCESS_URL);
  url.searchParams.set("fnId", call.fn.id);
  url.searchParams.set("stepId", call.stepId);
  const headers = { "content-type": "application/json", [header.serverKind]: "dev", [header.runId]: call.runId, [header.requestVersion]: "2" };
  const answer = await transport("POST", url.href, headers, callBody(call.state));
  if (!answer.headers[header.sdk]) throw new Error(`the functions answered ${answer.status} without the SDK's header`);
  return answer;
}

/** No answer came although this process lives on. */
export async function handleNoAnswer(db: Queries, call: PreparedCall): Promise<void> {
  await postponeCall(db, call.jobId, 1_000);
}

/** Stores what the call brought, in the transaction that also closes the call: after a crash it is either both or none. */
export async function applyAnswer(db: Queries, call: PreparedCall, answer: Answer, options: ExecutionOptions): Promise<void> {
  const [run] = await db<{ is_live: boolean }[]>`select ended_at is null as is_live from engine.run where id = ${call.runId}`;
  // Cancelled meanwhile: what the step did is done, its result is nobody's any more.
  if (!run?.is_live) return;
  const isFinal = answer.headers[header.noRetry] === "true";
  const body: unknown = JSON.parse(answer.body || "null");
  if (answer.status === 206) return applyOperations(db, call, [body].flat() as Operation[], answer, options);
  if (answer.status === 200) return endRun(db, call.runId, { status: "completed", output: body });
  if (!isFinal && call.state.attempt + 1 < call.fn.maxAttempts) return repeatLater(db, call, answer, options);
  await endRun(db, call.runId, { status: "failed", error: errorOf(body, answer.status) });
}

async function applyOperations(db: Queries, call: PreparedCall, operations: Operation[], answer: Answer, options: ExecutionOptions): Promise<void> {
  let isRetryWanted = false;
  for (const operation of operations) {
    const verdict = await applyOperation(db, call, operation, answer, options);
    if (verdict === "ended") return;
    if (verdict === "retry") isRetryWanted = true;
  }
  if (isRetryWanted) await repeatLater(db, call, answer, options);
  else await closeCall(db, call.jobId, call.revision);
}

async function applyOperation(db: Queries, call: PreparedCall, operation: Operation, answer: Answer, options: ExecutionOptions): Promise<"next" | "retry" | "ended"> {
  const { runId } = call;
  const { attempt } = call.state;
  const opts = operation.opts ?? {};
  switch (operation.op) {
    case "StepRun":
    case "Step":
      await storeOutcome(db, runId, operation, attempt, { data: operation.data ?? null });
      await requestCall(db, runId, DISCOVERY);
      return "next";
    case "StepError":
      if (answer.headers[header.noRetry] === "true") return failStep(db, call, operation);
      await noteStep(db, runId, operation, attempt);
      return "retry";
    case "StepFailed":
      return failStep(db, call, operation);
    case "StepPlanned":
      await noteStep(db, runId, operation, attempt);
      await requestPlannedCall(db, runId, operation.id);
      return "next";
    case "Sleep":
      await beginWait(db, runId, operation, { wakeAfterMs: delayMs(opts.duration ?? operation.name ?? "") });
      return "next";
    case "WaitForEvent":
      await beginWait(db, runId, operation, { wakeAfterMs: delayMs(opts.timeout ?? ""), waitEvent: opts.event ?? operation.name });
      return "next";
    case "InvokeFunction":
      await invoke(db, runId, operation, options.functions);
      return "next";
    case "DiscoveryRequest":
      await requestCall(db, runId, DISCOVERY);
      return "next";
    case "RunComplete":
      await endRun(db, runId, { status: "completed", output: operation.data ?? null });
      return "ended";
    default: {
      const message = `The embedded job engine does not support the step "${operation.displayName ?? operation.id}" (${operation.op}).`;
      await endRun(db, runId, { status: "failed", error: { name: "UnsupportedStepError", message } });
      return "ended";
    }
  }
}

/** The step will not be tried again: the function is given its error and decides what that means. */
async function failStep(db: Queries, call: PreparedCall, operation: Operation): Promise<"next"> {
  await storeOutcome(db, call.runId, operation, call.state.attempt, { error: operation.error });
  await requestCall(db, call.runId, DISCOVERY);
  return "next";
}

async function invoke(db: Queries, runId: string, operation: Operation, functions: EngineFunctions): Promise<void> {
  const { timeout, function_id: functionId = "", payload } = operation.opts ?? {};
  if (!(await beginWait(db, runId, operation, { wakeAfterMs: timeout ? delayMs(timeout) : undefined }))) return;
  const child = functions.get(functionId);
  const event = { id: ulid(), name: "inngest/function.invoked", ts: Date.now(), data: payload?.data ?? {}, ...(payload?.v ? { v: payload.v } : {}) };
  const started = child && (await startRun(db, child, event, { parent: { runId, stepId: operation.id } }));
  if (started) return;
  const message = child ? `The function ${functionId} has run for this already (idempotency)` : `There is no function ${functionId}`;
  await settleStep(db, runId, operation.id, { error: { name: "InngestInvokeError", message } });
}

async function repeatLater(db: Queries, call: PreparedCall, answer: Answer, options: ExecutionOptions): Promise<void> {
  const { attempt } = call.state;
  await repeatCall(db, call.jobId, retryAfterMs(answer.headers[header.retryAfter]) ?? options.backoffMs(attempt));
}

function errorOf(body: unknown, status: number): SerializedError {
  const given = (typeof body === "object" && body !== null ? body : {}) as Partial<SerializedError>;
  return { name: given.name ?? "Error", message: given.message ?? `The function answered ${status}`, ...(given.stack ? { stack: given.stack } : {}) };
}
