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
  /** How often it was begun again after a failure. */
  attempt: number;
  error: JobError | null;
  startedAt: string;
  endedAt: string | null;
};

/** What the one who looks may do with a run now. */
export type RunAbilities = { retry: boolean; cancel: boolean };

/** A run without its steps. */
export type RunSummary = {
  id: string;
  functionId: string;
  eventName: string;
  status: RunStatus;
  error: JobError | null;
  steps: { done: number; total: number };
  /** Repetitions of steps after failures, and of the call that waits now. */
  retries: number;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  can: RunAbilities;
};

/** A run with its steps in the order in which they were first reported. Event and output are redacted. */
export type RunDetails = RunSummary & { event: unknown; output: unknown; timeline: RunStep[] };

/** Who runs the functions: this product's own engine, or an Inngest with pages of its own. */
export type JobsHome = { mode: "embedded" } | { mode: "inngest"; url: string };

/** How many runs there are in each state, and how far the engine is behind. */
export type JobFigures = { queued: number; running: number; failedLastDay: number; queueAgeSeconds: number; pendingEvents: number; eventAgeSeconds: number };
