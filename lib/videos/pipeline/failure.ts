import { ChildError } from "@/lib/platform/media/child";
import { log } from "@/lib/platform/log";
import type { ProcessingErrorCode } from "@/lib/videos/contract";

/** A source or a machine that cannot do it: trying again at once would end the same way. */
export class ProcessingFailure extends Error {
  constructor(
    readonly code: ProcessingErrorCode,
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = "ProcessingFailure";
  }
}

function codeOf(error: unknown): ProcessingErrorCode | null {
  if (error instanceof ChildError) {
    if (/No space left on device/i.test(error.stderr)) return "no_space";
    if (error.failure === "timeout") return "timed_out";
    if (error.failure === "killed") return "out_of_memory";
    return error.failure === "aborted" ? null : "internal";
  }
  const system = error as NodeJS.ErrnoException;
  if (system.code === "ENOSPC" || system.code === "EDQUOT") return "no_space";
  if (system.code === "ENOENT" && system.path?.includes("sources")) return "source_missing";
  return null;
}

/** Runs a step of processing: what is final becomes a ProcessingFailure with its cause in the log, the rest is thrown on and retried. */
export async function failing<T>(videoId: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof ProcessingFailure ? null : codeOf(error);
    if (code === null) throw error;
    log.error({ err: error, videoId, stderr: error instanceof ChildError ? error.stderr : undefined }, "processing a video failed");
    throw new ProcessingFailure(code, { cause: error });
  }
}
