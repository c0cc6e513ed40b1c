"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { changeRole } from "@/lib/accounts/commands/change-role";
import { deactivateUser } from "@/lib/accounts/commands/deactivate-user";
import { endUserSession } from "@/lib/accounts/commands/end-user-session";
import { endUserSessions } from "@/lib/accounts/commands/end-user-sessions";
import { mailAccessLink } from "@/lib/accounts/commands/mail-access-link";
import { reactivateUser } from "@/lib/accounts/commands/reactivate-user";
import { removeFactors } from "@/lib/accounts/commands/remove-factors";
import { userRoles, type UserRole } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";
import { defineAction, defineFormAction } from "@/lib/http/action";
import { idParam } from "@/lib/http/params";

const id = z.int().positive();
const person = z.strictObject({ id });
const refresh = (personId: number) => revalidatePath(`/admin/users/${personId}`);

const runChangeRole = defineAction({ access: "session", input: z.strictObject({ id, role: z.enum(userRoles) }) }, async (actor, input): Promise<undefined> => {
  await changeRole(actor, input.id, input.role);
  refresh(input.id);
});
const runDeactivate = defineAction({ access: "session", input: person }, async (actor, input): Promise<undefined> => {
  await deactivateUser(actor, input.id);
  refresh(input.id);
});
const runReactivate = defineAction({ access: "session", input: person }, async (actor, input): Promise<undefined> => {
  await reactivateUser(actor, input.id);
  refresh(input.id);
});
const runEndSessions = defineAction({ access: "session", input: person }, async (actor, input): Promise<undefined> => {
  await endUserSessions(actor, input.id);
  refresh(input.id);
});
const runRemoveFactors = defineAction({ access: "session", input: person }, async (actor, input): Promise<undefined> => {
  await removeFactors(actor, input.id);
  refresh(input.id);
});

const runMailLink = defineAction({ access: "session", input: person }, async (actor, input): Promise<undefined> => {
  await mailAccessLink(actor, input.id);
  refresh(input.id);
});
const runEndSession = defineFormAction({ access: "session", input: z.strictObject({ id: idParam, session: z.uuid() }) }, async (actor, input): Promise<undefined> => {
  await endUserSession(actor, input.id, input.session);
});

export async function changeRoleAction(input: { id: number; role: UserRole }): Promise<Result> {
  return runChangeRole(input);
}

export async function deactivateAction(input: { id: number }): Promise<Result> {
  return runDeactivate(input);
}

export async function reactivateAction(input: { id: number }): Promise<Result> {
  return runReactivate(input);
}

export async function endSessionsAction(input: { id: number }): Promise<Result> {
  return runEndSessions(input);
}

export async function removeFactorsAction(input: { id: number }): Promise<Result> {
  return runRemoveFactors(input);
}

export async function mailLinkAction(input: { id: number }): Promise<Result> {
  return runMailLink(input);
}

/** Ends one session; one that is over already shows as gone with the page. */
export async function endSessionAction(form: FormData): Promise<void> {
  await runEndSession(null, form);
  revalidatePath("/admin/users", "layout");
}
