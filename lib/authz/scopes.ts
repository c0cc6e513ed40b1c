import type { Scope } from "@/lib/applications/contract";
import type { ApplicationActor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";

/** The scope that each action of a program needs. What is not listed here is denied to every program, whatever its scopes. */
const scopeOfAction: ReadonlyMap<string, Scope> = new Map([
  ["room.list", "rooms:list"],
  ["room.retrieve", "rooms:retrieve"],
  ["room.create", "rooms:create"],
  ["room.update", "rooms:update"],
  ["room.delete", "rooms:delete"],
  ["meeting.list", "meetings:list"],
  ["meeting.retrieve", "meetings:retrieve"],
  ["meeting.create", "meetings:create"],
  ["meeting.update", "meetings:update"],
  ["meeting.delete", "meetings:delete"],
  ["recording.list", "recordings:list"],
  ["recording.retrieve", "recordings:retrieve"],
  ["recording.delete", "recordings:delete"],
]);

/** Whether a program's token covers an action; what the person may do is asked besides. */
export function canProgram(actor: ApplicationActor, action: string): Verdict {
  const scope = scopeOfAction.get(action);
  return scope !== undefined && actor.scopes.includes(scope) ? allow : deny("forbidden", "The scopes of this token do not cover this.");
}
