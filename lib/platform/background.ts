import { isAppError } from "@/lib/core/errors";
import { log } from "@/lib/platform/log";

const key = Symbol.for("atrium.background");
const shared = globalThis as { [key]?: Set<Promise<void>> };
const running = (shared[key] ??= new Set<Promise<void>>());

/**
 * Does `work` after the answer, so that the time of the answer tells nothing about it (whether an address is known).
 * Failures are logged. Only for what a person can ask for again: it is lost when the process dies.
 */
export function runInBackground(name: string, work: () => Promise<void>): void {
  const each = new Promise<void>((resolve) => setImmediate(resolve))
    .then(work)
    .catch((error: unknown) => {
      // A refusal is an outcome (a limit, a mail not taken) and was logged where it arose.
      if (isAppError(error)) log.info({ work: name, code: error.code }, "background work was refused");
      else log.error({ err: error, work: name }, "background work failed");
    })
    .finally(() => running.delete(each));
  running.add(each);
}

/** Resolves when nothing runs in the background any more; for orderly shutdown and for tests. */
export async function backgroundSettled(): Promise<void> {
  while (running.size > 0) await Promise.all(running);
}
