import { isAdmin, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";

/** The log holds network addresses and sign-ins of everybody: only administrators read it. */
export function canReadAudit(actor: Actor): Verdict {
  return isAdmin(actor) ? allow : deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}
