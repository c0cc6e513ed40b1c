import { isAppError } from "@/lib/core/errors";

/** For tests: the code with which an attempt was refused, `done` when it was not. What is no refusal of ours is thrown on. */
export async function codeOf(attempt: Promise<unknown> | (() => Promise<unknown>)): Promise<string> {
  try {
    await (typeof attempt === "function" ? attempt() : attempt);
    return "done";
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
