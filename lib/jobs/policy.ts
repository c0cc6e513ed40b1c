import { isAdmin, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import type { RunAbilities, RunStatus } from "@/lib/jobs/contract";

/** Runs carry the data of events: only administrators see and steer them. */
export function canManageJobs(actor: Actor): Verdict {
  return isAdmin(actor) ? allow : deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}

/** What a run's state allows: one that is not over is cancelled, one that did not end well goes on. */
export function abilitiesOf(status: RunStatus): RunAbilities {
  return { retry: status === "failed" || status === "cancelled", cancel: status === "queued" || status === "running" };
}
