import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Viewer } from "@/lib/accounts/contract";
import { hasRecentProof } from "@/lib/accounts/proof";
import { isModerator, type Actor, type UserActor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import { isAppError } from "@/lib/core/errors";
import { identifyRequest } from "@/lib/http/identify";

/** Who looks at this page; one query a render, however often it is asked. */
export const currentActor = cache(async (): Promise<Actor> => identifyRequest(await headers()));

/** The signed-in person for the shell, or null. */
export async function currentViewer(): Promise<Viewer | null> {
  const actor = await currentActor();
  if (actor.kind !== "user") return null;
  return { id: actor.userId, name: actor.name, email: actor.email, role: actor.role, locale: actor.locale };
}

/** The signed-in person; anyone else goes to the sign-in page and comes back to `next`. */
export async function requireSignedIn(next: string): Promise<UserActor> {
  const actor = await currentActor();
  if (actor.kind !== "user") redirect(`/login?next=${encodeURIComponent(next)}`);
  return actor;
}

/** Where a person confirms that it is them, and comes back to `next`. */
export function confirmPath(next: string): string {
  return `/confirm?next=${encodeURIComponent(next)}`;
}

/** The signed-in person, who signed in or confirmed that it is them a moment ago; anyone else does so first and comes back to `next`. */
export async function requireProven(next: string): Promise<UserActor> {
  const actor = await requireSignedIn(next);
  if (!(await hasRecentProof(actor))) redirect(confirmPath(next));
  return actor;
}

/** A moderator or admin; others get the page that says it does not exist. */
export async function requireModerator(next: string): Promise<UserActor> {
  const actor = await requireSignedIn(next);
  if (!isModerator(actor)) notFound();
  return actor;
}

/**
 * Somebody of the administration whom the policy allows this part of it. Others of them know that the page exists and
 * are told that it is not for them (403); everyone else as above. The page's queries ask the same policy again.
 */
export async function requireStaff(next: string, can: (actor: Actor) => Verdict): Promise<UserActor> {
  const actor = await requireModerator(next);
  if (!can(actor).allowed) forbidden();
  return actor;
}

/** Runs a query for a page: "not found" becomes the 404 page, "unauthenticated" the sign-in page, the rest the error page. */
export async function load<T>(next: string, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "not_found") notFound();
    if (error.code === "unauthenticated") redirect(`/login?next=${encodeURIComponent(next)}`);
    // Also banned, locked, full, not open, over: whoever may come in says so at the door, with more words.
    if (error.status === 403) forbidden();
    throw error;
  }
}
