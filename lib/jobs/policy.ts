import { isAdmin, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";

/** Runs carry the data of events: only administrators see and steer them. */
export function canManageJobs(actor: Actor): Verdict {
  return isAdmin(actor) ? allow : deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}
