"use client";

import { useState, useTransition } from "react";
import { notify } from "@/components/ui/notify";
import type { Failure, Result } from "@/lib/core/result";

/**
 * Does what a button says by an action of the server, and then either tells that it is done (a notice, or what the caller
 * makes of the answer) or keeps the problem in words for the page to show. `wordsFor` gets null for a lost connection:
 * the server's refusals are values.
 */
export function useAct(wordsFor: (error: Failure | null) => string) {
  const [isPending, start] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const run = <T>(act: () => Promise<Result<T>>, done: string | ((data: T) => void)) =>
    start(async () => {
      setProblem(null);
      const result = await act().catch(() => null);
      if (!result?.ok) setProblem(wordsFor(result ? result.error : null));
      else if (typeof done === "string") notify({ text: done });
      else done(result.data);
    });
  return { isPending, problem, run };
}
