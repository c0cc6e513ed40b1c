import { isCommonPassword } from "@/lib/core/common-passwords";
import { mistakes } from "@/lib/accounts/contract";

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
