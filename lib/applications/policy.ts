import { isAdmin, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";

/** Applications act for people: only administrators see and change them. */
export function canManageApplications(actor: Actor): Verdict {
  return isAdmin(actor) ? allow : deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}

type Standing = { isActive: boolean; emailVerifiedAt: Date | null; passwordHash: string | null };

/**
 * Whether a program may act for a person in this state: one whose account is on; where the program may make accounts,
 * also one that nobody has opened yet and nobody chose a password for. An account that a stranger registered with
 * somebody's address never counts.
 */
export function canActFor(program: { mayCreateUsers: boolean }, person: Standing): boolean {
  if (person.isActive) return true;
  return program.mayCreateUsers && person.emailVerifiedAt === null && person.passwordHash === null;
}

/** Whether a program may act for this address: the domain is what follows the last @, and it is compared as a whole. */
export function isAddressAllowed(address: string, allowedDomains: readonly string[]): boolean {
  const at = address.lastIndexOf("@");
  if (at < 1) return false;
  const domain = address.slice(at + 1).toLowerCase();
  return domain !== "" && allowedDomains.some((allowed) => allowed.toLowerCase() === domain);
}
