import { isAdmin, isModerator, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";

const refused = (actor: Actor) => deny(actor.kind === "anonymous" ? "unauthenticated" : "forbidden");

/** How the installation is set up and what it runs on: only administrators. */
export function canSeeSystem(actor: Actor): Verdict {
  return isAdmin(actor) ? allow : refused(actor);
}

/** What needs attention and what is live now: whoever handles rooms and videos. */
export function canSeeOverview(actor: Actor): Verdict {
  return isModerator(actor) ? allow : refused(actor);
}
