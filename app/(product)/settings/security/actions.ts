"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { CodesFormState, FormState } from "@/components/account/form-state";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { requestPasswordReset } from "@/lib/accounts/commands/request-password-reset";
import { beginAuthenticator, cancelAuthenticator, confirmAuthenticator, removeAuthenticator, renewRecoveryCodes } from "@/lib/accounts/commands/set-up-authenticator";
import { mistakes, passwordSchema } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";
import { defineAction, defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { confirmPath } from "@/lib/http/page";

const page = "/settings/security";
const nothing = z.strictObject({});

const changePasswordInput = z.strictObject({ current_password: z.string().max(2000), new_password: passwordSchema });

const runChangePassword = defineFormAction({ access: "session", input: changePasswordInput }, async (actor, input) => {
  await changePassword(actor, input.current_password, input.new_password);
  revalidatePath("/settings", "layout");
});

export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runChangePassword(null, form), form, []);
}

const runMailPassword = defineFormAction({ access: "session", input: nothing }, async (actor) => requestPasswordReset(actor, actor.email, null));

/** Mails a link with which somebody who has no password sets one: an open browser alone proves too little for that. */
export async function mailPasswordLinkAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runMailPassword(null, form), form, []);
}

const runBegin = defineFormAction({ access: "session", input: nothing }, (actor) => beginAuthenticator(actor));
const runCancel = defineFormAction({ access: "session", input: nothing }, (actor) => cancelAuthenticator(actor));
const runConfirm = defineFormAction({ access: "session", input: z.strictObject({ code: z.string().min(1, mistakes.required).max(100, mistakes.codeWrong) }) }, (actor, { code }) => confirmAuthenticator(actor, code));
const runRenew = defineFormAction({ access: "session", input: nothing }, (actor) => renewRecoveryCodes(actor));
const runRemove = defineAction({ access: "session", input: nothing }, async (actor): Promise<undefined> => {
  await removeAuthenticator(actor);
  revalidatePath(page);
});

/** Shows the secret to scan; whoever proved themselves too long ago does so first. */
export async function beginAuthenticatorAction(form: FormData): Promise<void> {
  const result = await runBegin(null, form);
  if (!result.ok && result.error.code === "proof_required") redirect(confirmPath(`${page}/authenticator`));
  revalidatePath(`${page}/authenticator`);
}

export async function cancelAuthenticatorAction(form: FormData): Promise<void> {
  await runCancel(null, form);
  redirect(page);
}

/** Switches the app on; the answer shows the recovery codes. */
export async function confirmAuthenticatorAction(_previous: CodesFormState, form: FormData): Promise<CodesFormState> {
  return codesAnswer(await runConfirm(null, form), form);
}

/** Makes new recovery codes; the answer shows them. */
export async function renewRecoveryCodesAction(_previous: CodesFormState, form: FormData): Promise<CodesFormState> {
  return codesAnswer(await runRenew(null, form), form);
}

async function codesAnswer(result: Result<string[]>, form: FormData): Promise<CodesFormState> {
  return { ...(await formAnswer(result, form, [])), ...(result.ok ? { codes: result.data } : {}) };
}

export async function removeAuthenticatorAction(): Promise<Result> {
  return runRemove({});
}
