import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Result } from "@/lib/core/result";

/** Runs something on the security page: whoever proved themselves too long ago does so first, and comes back. */
export function useSecurityAction() {
  const t = useTranslations("security.refusals");
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  /** `act` answers null for a question that the person turned away: then nothing is said. */
  const run = (act: () => Promise<Result<unknown> | null>, done: () => void) =>
    start(async () => {
      setProblem(null);
      // A rejection is a lost connection: the server's refusals are values.
      const result = await act().catch(() => undefined);
      if (result === null) return;
      if (result?.ok) return done();
      const code = result?.error.code;
      if (code === "proof_required" || code === "unauthenticated") return router.push("/confirm?next=/settings/security");
      setProblem(t(code === "conflict" || code === "not_found" ? "conflict" : code === "invalid_input" ? "invalid" : "other"));
    });
  return { run, problem, isPending, forgetProblem: () => setProblem(null) };
}
