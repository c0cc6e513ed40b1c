import { AsyncLocalStorage } from "node:async_hooks";
import pino, { type Logger } from "pino";
import { env } from "@/lib/platform/env";

export type RequestContext = { requestId: string };

const contextKey = Symbol.for("atrium.requestContext");
const logKey = Symbol.for("atrium.log");
const shared = globalThis as { [contextKey]?: AsyncLocalStorage<RequestContext>; [logKey]?: Logger };

/** Carries the request's id through everything that the request causes; one for both module graphs. */
export const requestContext = (shared[contextKey] ??= new AsyncLocalStorage<RequestContext>());

function level(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    // A bad environment is reported by whoever starts the process; logging must work until then.
    return "info";
  }
}

/** A failed query's error repeats its parameters in message and stack: addresses, texts, hashes. They stay out. */
export function serializeError(error: Error): Record<string, unknown> {
  const { params: _params, ...rest } = pino.stdSerializers.err(error) as unknown as Record<string, unknown>;
  const secret: string[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { params, detail } = each as { params?: unknown; detail?: unknown };
    if (Array.isArray(params) && params.length > 0) secret.push(`params: ${String(params)}`);
    // Postgres: "Key (email)=(…) already exists."
    if (typeof detail === "string") secret.push(detail);
  }
  const clean = (text: unknown) => (typeof text === "string" ? secret.reduce((left, part) => left.replaceAll(part, "[redacted]"), text) : text);
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, clean(value)]));
}

/** JSON lines with the request id. Never pass message texts, addresses of people, tokens or cookies. */
export const log: Logger = (shared[logKey] ??= pino({
  level: level(),
  base: { pid: process.pid },
  redact: { paths: ["password", "token", "secret", "cookie", "authorization", "*.password", "*.token", "*.secret", "*.cookie", "*.authorization"], censor: "[redacted]" },
  serializers: { err: serializeError },
  mixin: () => requestContext.getStore() ?? {},
}));
