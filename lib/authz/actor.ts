import type { Locale, UserRole } from "@/lib/accounts/contract";

/** From where a request came; goes into the audit log with what was done. */
export type Provenance = { address: string | null; requestId: string | null };

export type AnonymousActor = Provenance & { kind: "anonymous" };
export type UserActor = Provenance & {
  kind: "user";
  userId: number;
  sessionId: string;
  role: UserRole;
  name: string;
  email: string;
  locale: Locale;
};
/** Jobs and reconciliation; never made from a request. */
export type SystemActor = Provenance & { kind: "system" };

/** Who asks. Every command and query that can refuse takes one. */
export type Actor = AnonymousActor | UserActor | SystemActor;

export const systemActor: SystemActor = { kind: "system", address: null, requestId: null };

/** Moderators handle rooms, chat, recordings and videos; admins are moderators too. */
export function isModerator(actor: Actor): boolean {
  return actor.kind === "user" && (actor.role === "moderator" || actor.role === "admin");
}

/** Only admins handle roles, applications and the system. */
export function isAdmin(actor: Actor): boolean {
  return actor.kind === "user" && actor.role === "admin";
}
