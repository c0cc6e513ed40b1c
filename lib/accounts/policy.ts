import { isCommonPassword } from "@/lib/core/common-passwords";
import { mistakes, type PersonState } from "@/lib/accounts/contract";
import { isAdmin, isModerator, isSignedOut, personOf, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";

type Standing = { isActive: boolean; emailVerifiedAt: Date | null };

/** Signing in, and every request after it: only while the account is switched on. */
export function canSignIn(person: Pick<Standing, "isActive">): boolean {
  return person.isActive;
}

/** Activation is for addresses never confirmed: an account that an administrator switched off is not switched on by an old link. */
export function canActivate(person: Standing): boolean {
  return !person.isActive && person.emailVerifiedAt === null;
}

/** Whoever reads the mailbox may set the password; a switched-off account stays off. */
export function canResetPassword(person: Standing): boolean {
  return person.isActive || canActivate(person);
}

/** Which link lets a person in again: to confirm the address where nobody has, else for a new password; none while the account is off. */
export function accessLinkFor(person: Standing & { passwordHash: string | null }): "activate" | "reset" | "invite" | null {
  if (person.isActive) return "reset";
  if (!canActivate(person)) return null;
  // Without a password an activated account could not be entered: whoever was invited chooses one.
  return person.passwordHash === null ? "invite" : "activate";
}

/** Why a password that has the right length is refused for this address, or null. */
export function passwordMistake(password: string, email: string): string | null {
  const folded = password.toLowerCase();
  if (folded === email || folded === email.split("@")[0]) return mistakes.passwordIsEmail;
  return isCommonPassword(password) ? mistakes.passwordCommon : null;
}

/** A first display name for someone who gave none: the words of the address before the @, without its `+tag` and never the address itself. */
export function nameFromEmail(email: string): string {
  const words = (email.split("@")[0] ?? "").split("+")[0]!.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const name = words.map((word) => word[0]!.toLocaleUpperCase("en") + word.slice(1)).join(" ");
  return [...name].slice(0, 80).join("") || "New person";
}

/** A passkey stays while it is the only way in that there is. */
export function canRemovePasskey(others: { hasPassword: boolean; hasOrganisation: boolean; otherPasskeys: number }): Verdict {
  return others.hasPassword || others.hasOrganisation || others.otherPasskeys > 0 ? allow : deny("conflict", "This is the only way into the account.");
}

/** Moderators see who is there; addresses and sign-ins are for administrators. */
export function canSeePeople(actor: Actor): Verdict {
  if (isSignedOut(actor)) return deny("unauthenticated");
  return isModerator(actor) ? allow : deny("forbidden");
}

/** Roles, the switch of an account and its sessions are an administrator's business, and never one's own. */
export function canManagePerson(actor: Actor, person: { id: number }): Verdict {
  if (isSignedOut(actor)) return deny("unauthenticated");
  if (!isAdmin(actor)) return deny("forbidden");
  return personOf(actor) === person.id ? deny("forbidden", "Nobody changes their own role or account here.") : allow;
}

/** Somebody who can administer remains, whatever happens to this person. `activeAdminIds` as they are under lock. */
export function canLoseAdmin(personId: number, activeAdminIds: readonly number[]): Verdict {
  const isOnlyOne = activeAdminIds.length === 1 && activeAdminIds[0] === personId;
  return isOnlyOne ? deny("conflict", mistakes.lastAdmin) : allow;
}

/** Accounts are made for others by administrators. */
export function canInvitePeople(actor: Actor): Verdict {
  if (isAdmin(actor)) return allow;
  return deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}

/** An invitation can be taken back until it was accepted. A program may have acted for the person before: what then is in a room stays. */
export function canRevokeInvitation(person: Standing & { passwordHash: string | null }, isInRooms: boolean): Verdict {
  return accessLinkFor(person) === "invite" && !isInRooms ? allow : deny("conflict", "This invitation was accepted, or the account is in use.");
}

/** In which of its states an account is. `isLeaving`: its deletion was asked for. */
export function stateOf(person: Standing & { passwordHash: string | null }, isLeaving: boolean): PersonState {
  if (person.isActive) return "active";
  if (isLeaving) return "leaving";
  if (person.emailVerifiedAt !== null) return "off";
  return person.passwordHash === null ? "invited" : "waiting";
}

/** Pictures of people are for those who are signed in; guests see those of people who are in a call with them at this moment. */
export function canSeePictures(actor: Actor): Verdict {
  return actor.kind === "user" || actor.kind === "guest" || actor.kind === "system" ? allow : deny("unauthenticated");
}
