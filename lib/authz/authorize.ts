import { personOf, type Actor, type UserActor } from "@/lib/authz/actor";
import { AppError, type ErrorCode } from "@/lib/core/errors";

/** What a policy answers: a value, so that it is tested without a database and can become an ability in a DTO. */
export type Verdict = { allowed: true } | { allowed: false; code: ErrorCode; detail?: string };

export const allow: Verdict = { allowed: true };

/** A refusal with its code; `not_found` where even existence is a secret. */
export function deny(code: ErrorCode, detail?: string): Verdict {
  return detail === undefined ? { allowed: false, code } : { allowed: false, code, detail };
}

/** The one place that says no. @throws AppError with the verdict's code */
export function authorize(verdict: Verdict): void {
  if (!verdict.allowed) throw new AppError(verdict.code, verdict.detail === undefined ? {} : { detail: verdict.detail });
}

/** Narrows to a signed-in person. @throws AppError unauthenticated */
export function requireUser(actor: Actor): UserActor {
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  return actor;
}

/** The person in whose name something is written, after a policy allowed it. @throws AppError unauthenticated */
export function requirePerson(actor: Actor): number {
  const userId = personOf(actor);
  if (userId === null) throw new AppError("unauthenticated");
  return userId;
}
