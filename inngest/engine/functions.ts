import { z } from "zod";
import { expressionProblem, keyOf } from "@/inngest/engine/expression";
import type { EngineEvent, Transport } from "@/inngest/engine/protocol";
import { header } from "@/inngest/engine/protocol";
import { scheduleProblem } from "@/inngest/engine/schedule";
import { IN_PROCESS_URL } from "@/inngest/engine/transport";

export type EventTrigger = { event: string; if?: string };
export type ConcurrencyLimit = { limit: number; key?: string };

/** A function as the engine runs it: the SDK's registration, checked and made regular. */
export type EngineFunction = {
  id: string;
  maxAttempts: number;
  triggers: EventTrigger[];
  schedules: string[];
  cancelOn: EventTrigger[];
  concurrency: ConcurrencyLimit[];
  idempotency: string | null;
};
export type EngineFunctions = ReadonlyMap<string, EngineFunction>;

/** The engine's own default when a function names no number of retries: that of Inngest's server. */
const defaultRetries = 4;
const known = ["id", "name", "triggers", "steps", "concurrency", "idempotency", "cancel"];
const limitSchema = z.looseObject({ limit: z.number().int(), key: z.string().optional(), scope: z.string().optional() });
const configSchema = z.looseObject({
  id: z.string(),
  triggers: z.array(z.looseObject({ event: z.string().optional(), expression: z.string().optional(), cron: z.string().optional(), jitter: z.string().optional() })),
  steps: z.record(z.string(), z.looseObject({ retries: z.looseObject({ attempts: z.number().int().min(0).optional() }).optional() })),
  concurrency: z.union([z.number().int(), limitSchema, z.array(limitSchema)]).optional(),
  idempotency: z.string().optional(),
  cancel: z.array(z.looseObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() })).optional(),
});
type Config = z.output<typeof configSchema>;

/** A function asks for something that the embedded engine does not do. The message has a sentence for each. */
export class UnsupportedFunctionError extends Error {
  constructor(readonly problems: string[]) {
    super(`The embedded job engine cannot run these functions as they are written:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "UnsupportedFunctionError";
  }
}

/**
 * Reads the functions from the SDK's registration. @throws UnsupportedFunctionError naming every function and option
 * that would otherwise be ignored silently: a limit that is not kept is worse than a refusal at the start.
 */
export function parseFunctions(configs: unknown[]): Map<string, EngineFunction> {
  const problems: string[] = [];
  const functions = new Map<string, EngineFunction>();
  for (const raw of configs) {
    const parsed = configSchema.safeParse(raw);
    if (!parsed.success) {
      problems.push(`A function's registration is not understood: ${z.prettifyError(parsed.error)}`);
      continue;
    }
    const found = problemsOf(parsed.data);
    problems.push(...found.map((problem) => `Function "${parsed.data.id}" ${problem}.`));
    functions.set(parsed.data.id, regular(parsed.data));
  }
  if (problems.length > 0) throw new UnsupportedFunctionError(problems);
  return functions;
}

/** Asks the SDK's handler for its functions ("in band": the answer is the whole registration). */
export async function readFunctions(call: Transport): Promise<Map<string, EngineFunction>> {
  const headers = { "content-type": "application/json", [header.serverKind]: "dev", [header.syncKind]: "in_band" };
  const answer = await call("PUT", IN_PROCESS_URL, headers, JSON.stringify({ url: IN_PROCESS_URL }));
  if (answer.status !== 200) throw new Error(`The functions could not be read: status ${answer.status}, ${answer.body.slice(0, 300)}`);
  const { functions } = z.object({ functions: z.array(z.unknown()) }).parse(JSON.parse(answer.body));
  return parseFunctions(functions);
}

/** The keys under which a run for `event` counts against the function's limits, in the order of the limits. */
export function concurrencyKeys(fn: EngineFunction, event: EngineEvent): string[] {
  return fn.concurrency.map((limit, index) => `${fn.id}:${index}:${limit.key ? (keyOf(limit.key, { event }) ?? "") : ""}`);
}

/** The key under which a second event counts as the same; null when every event counts. */
export function idempotencyKey(fn: EngineFunction, event: EngineEvent): string | null {
  const key = fn.idempotency === null ? undefined : keyOf(fn.idempotency, { event });
  return key === undefined ? null : `key:${key}`;
}

function regular(config: Config): EngineFunction {
  const { concurrency } = config;
  const limits = typeof concurrency === "number" ? [{ limit: concurrency }] : concurrency === undefined ? [] : [concurrency].flat();
  return {
    id: config.id,
    maxAttempts: 1 + (Object.values(config.steps)[0]?.retries?.attempts ?? defaultRetries),
    triggers: config.triggers.flatMap((trigger) => (trigger.event === undefined ? [] : [{ event: trigger.event, if: trigger.expression }])),
    schedules: config.triggers.flatMap((trigger) => trigger.cron ?? []),
    cancelOn: (config.cancel ?? []).map((cancel) => ({ event: cancel.event, if: cancel.if })),
    // 0 means "no limit" to Inngest.
    concurrency: limits.filter((limit) => limit.limit > 0).map(({ limit, key }) => ({ limit, key })),
    idempotency: config.idempotency ?? null,
  };
}

/** Ends of sentences that begin with the function's name. */
function problemsOf(config: Config): string[] {
  const problems: string[] = [];
  const unsupported = (option: string) => problems.push(`uses "${option}", which the embedded job engine does not support: remove it, or run a real Inngest (INNGEST_BASE_URL)`);
  const expression = (option: string, text: string | undefined) => {
    const problem = text === undefined ? null : expressionProblem(text);
    if (problem) problems.push(`has an expression in "${option}" that cannot be read: ${problem}`);
  };
  for (const [key, value] of Object.entries(config)) if (value !== undefined && !known.includes(key)) unsupported(key);
  if (Object.keys(config.steps).length > 1) unsupported("steps");
  for (const trigger of config.triggers) {
    if (trigger.jitter !== undefined) unsupported("jitter");
    if (trigger.event?.includes("*")) unsupported(`trigger ${trigger.event}`);
    if (trigger.event === "inngest/function.finished") unsupported(`trigger ${trigger.event}`);
    expression("if", trigger.expression);
    const schedule = trigger.cron === undefined ? null : scheduleProblem(trigger.cron);
    if (schedule) problems.push(`has the schedule "${trigger.cron}", which cannot be read: ${schedule}`);
  }
  for (const cancel of config.cancel ?? []) {
    if (cancel.timeout !== undefined) unsupported("cancelOn.timeout");
    expression("cancelOn.if", cancel.if);
  }
  const { concurrency } = config;
  for (const limit of typeof concurrency === "object" ? [concurrency].flat() : []) {
    if (limit.scope !== undefined && limit.scope !== "fn") unsupported(`concurrency.scope ${limit.scope}`);
    expression("concurrency.key", limit.key);
  }
  expression("idempotency", config.idempotency);
  return problems;
}
