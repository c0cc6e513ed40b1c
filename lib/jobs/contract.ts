/** Where a run of a background function stands. */
export const runStatuses = ["queued", "running", "completed", "failed", "cancelled"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Why a step or a run did not end well, as the functions' SDK serialises it. */
export type JobError = { name: string; message: string; stack?: string };

/** One step of a run, as an administrator sees it. */
export type RunStep = {
  id: string;
  /** The SDK's name for the kind of step: StepRun, Sleep, WaitForEvent, InvokeFunction … */
  kind: string;
  name: string | null;
  isDone: boolean;
  attempt: number;
  error: JobError | null;
  startedAt: string;
  endedAt: string | null;
};

/** A run without its steps. */
export type RunSummary = {
  id: string;
  functionId: string;
  eventName: string;
  status: RunStatus;
  error: JobError | null;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
};

/** A run with its steps in the order in which they were first reported. */
export type RunDetails = RunSummary & { event: Record<string, unknown>; output: unknown; steps: RunStep[] };
