"use server";

import { redirect } from "next/navigation";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { invitePerson } from "@/lib/accounts/commands/invite-person";
import { revokeInvitation } from "@/lib/accounts/commands/revoke-invitation";
import { invitationSchema } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";
import { defineAction, defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";

const runInvite = defineFormAction({ access: "session", input: invitationSchema }, async (actor, input) => {
  const { id } = await invitePerson(actor, input);
  redirect(`/admin/users/${id}`);
});
const runRevoke = defineAction({ access: "session", input: z.strictObject({ id: z.int().positive() }) }, async (actor, { id }): Promise<undefined> => {
  await revokeInvitation(actor, id);
  revalidatePath("/admin/users", "layout");
});

/** Invites a person, and goes to their page; refused, it answers with what was typed. */
export async function inviteAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runInvite(null, form), form, ["email", "role", "locale"]);
}

export async function revokeInvitationAction(input: { id: number }): Promise<Result> {
  return runRevoke(input);
}
