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

/** JSON lines with the request id. Never pass message texts, addresses of people, tokens or cookies. */
export const log: Logger = (shared[logKey] ??= pino({
  level: level(),
  base: { pid: process.pid },
  redact: { paths: ["password", "token", "secret", "cookie", "authorization", "*.password", "*.token", "*.secret", "*.cookie", "*.authorization"], censor: "[redacted]" },
  mixin: () => requestContext.getStore() ?? {},
}));
