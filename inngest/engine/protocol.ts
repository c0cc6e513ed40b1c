/** The wire protocol of the functions' SDK (inngest 4.x), as far as the engine speaks it. */

export type EngineEvent = { id: string; name: string; data: Record<string, unknown>; ts: number; v?: string };

export type SerializedError = { name: string; message: string; stack?: string };

/** What the SDK reports of a step; what the fields mean depends on `op`. */
export type Operation = {
  id: string;
  op: string;
  /** The duration of a sleep, the event of a wait. */
  name?: string;
  /** The name that the function gave the step. */
  displayName?: string;
  data?: unknown;
  error?: SerializedError;
  opts?: OperationOptions;
};

export type OperationOptions = {
  timeout?: string;
  if?: string;
  event?: string;
  duration?: string;
  function_id?: string;
  payload?: { data?: Record<string, unknown>; v?: string };
};

/** An answer as the transport brings it, header names in lower case. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** Calls the SDK's handler. It rejects when no answer came; how long a call may take is not its business. */
export type Transport = (method: "PUT" | "POST", url: string, headers: Record<string, string>, body: string) => Promise<Answer>;

/** The step id of "go on with the run", as opposed to a planned step's own hash. */
export const DISCOVERY = "step";

export const header = {
  sdk: "x-inngest-sdk",
  noRetry: "x-inngest-no-retry",
  retryAfter: "retry-after",
  syncKind: "x-inngest-sync-kind",
  serverKind: "x-inngest-server-kind",
  requestVersion: "x-inngest-req-version",
  runId: "x-run-id",
  eventIdSeed: "x-inngest-event-id-seed",
} as const;

export type CallState = {
  runId: string;
  stepId: string;
  attempt: number;
  maxAttempts: number;
  event: EngineEvent;
  /** Outcomes of the steps that are done, in the order in which they ended. */
  done: { id: string; output: unknown }[];
  /** True when the run has other calls or waits open. */
  hasOpenWork: boolean;
};

/**
 * The body of a call. `ctx.fn_id` is left out on purpose: without it the SDK never checkpoints, so each step ends a call
 * and is stored before the next begins. Immediate execution is off while anything else of the run is open, also on the
 * retry of a planned step: otherwise the SDK would run steps here that another call already runs.
 */
export function callBody(call: CallState): string {
  return JSON.stringify({
    event: call.event,
    events: [call.event],
    steps: Object.fromEntries(call.done.map((step) => [step.id, step.output ?? null])),
    version: 2,
    use_api: false,
    ctx: {
      run_id: call.runId,
      attempt: call.attempt,
      max_attempts: call.maxAttempts,
      disable_immediate_execution: call.stepId !== DISCOVERY || call.hasOpenWork,
      use_api: false,
      env: "embedded",
      stack: { stack: call.done.map((step) => step.id), current: call.done.length },
    },
  });
}

/** The kinds of step that wait for something outside a call. */
export const waitingKinds = ["Sleep", "WaitForEvent", "InvokeFunction"];
