import type { Locale, UserRole } from "@/lib/accounts/contract";
import type { Scope } from "@/lib/applications/contract";

/** From where a request came; goes into the audit log with what was done. */
export type Provenance = {
  address: string | null;
  requestId: string | null;
  /** What the browser says of earlier sign-ins in it; unverified (`lib/accounts/known-device.ts`), never a permission. */
  deviceMarks?: readonly string[];
};

export type AnonymousActor = Provenance & { kind: "anonymous" };
export type UserActor = Provenance & {
  kind: "user";
  userId: number;
  sessionId: string;
  role: UserRole;
  name: string;
  email: string;
  locale: Locale;
  /** IANA name; null while the person has chosen none. */
  timeZone?: string | null;
};
/**
 * A program that acts for a person, as far as its scopes go. It is never that person: whatever asks for a user, a
 * moderator or an admin refuses it, and only policies that name it allow it something.
 */
export type ApplicationActor = Provenance & {
  kind: "application";
  applicationId: number;
  /** The person it acts for. */
  userId: number;
  scopes: readonly Scope[];
  mayCreatePublicRooms: boolean;
};
/** Someone without an account, known by a signed cookie for a day: in calls that let them in, and nowhere else. */
export type GuestActor = Provenance & { kind: "guest"; guestId: number; name: string };
/** Jobs and reconciliation; never made from a request. */
export type SystemActor = Provenance & { kind: "system" };

/** Who asks. Every command and query that can refuse takes one. */
export type Actor = AnonymousActor | GuestActor | UserActor | ApplicationActor | SystemActor;

export const systemActor: SystemActor = { kind: "system", address: null, requestId: null };

/** Whose facts an actor's questions are about: its own, or those of the person a program acts for; null for the rest. Never a permission. */
export function personOf(actor: Actor): number | null {
  return actor.kind === "user" || actor.kind === "application" ? actor.userId : null;
}

/** True for those who have not signed in: a guest's cookie is no account. */
export function isSignedOut(actor: Actor): boolean {
  return actor.kind === "anonymous" || actor.kind === "guest";
}

/** Moderators handle rooms, chat, recordings and videos; admins are moderators too. */
export function isModerator(actor: Actor): boolean {
  return actor.kind === "user" && (actor.role === "moderator" || actor.role === "admin");
}

/** Only admins handle roles, applications and the system. */
export function isAdmin(actor: Actor): boolean {
  return actor.kind === "user" && actor.role === "admin";
}
