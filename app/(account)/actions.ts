"use server";

import { getTranslations } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { enter } from "@/app/(account)/enter";
import type { FormState } from "@/components/account/form-state";
import { acceptInvitation } from "@/lib/accounts/commands/accept-invitation";
import { activateAccount } from "@/lib/accounts/commands/activate-account";
import { registerAccount } from "@/lib/accounts/commands/register-account";
import { requestPasswordReset } from "@/lib/accounts/commands/request-password-reset";
import { resendActivation } from "@/lib/accounts/commands/resend-activation";
import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { beginSignIn, finishSignIn } from "@/lib/accounts/commands/sign-in";
import { acceptInvitationSchema, emailOnlySchema, mistakes, registerSchema, resetPasswordSchema } from "@/lib/accounts/contract";
import { safeNextPath } from "@/lib/core/redirect";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { localeOf } from "@/lib/http/locale";
import { droppedReturnCookie, returnCookie, returnCookieName } from "@/lib/http/return-path";

const link = { uid: z.string(), token: z.string() };
const filled = z.string().min(1, mistakes.required);

const runSignIn = defineFormAction(
  { access: "anyone", input: z.strictObject({ email: filled, password: filled, next: z.string().optional() }) },
  async (actor, { email, password, next }) => {
    const step = await beginSignIn(actor, { email, password, userAgent: (await headers()).get("user-agent"), onLeaving: (path) => redirect(path) });
    return "ticket" in step ? step.ticket : enter(step.signedIn, next);
  },
);

const runCode = defineFormAction(
  { access: "anyone", input: z.strictObject({ ticket: z.string(), code: z.string().min(1, mistakes.required), next: z.string().optional() }) },
  async (actor, { ticket, code, next }) => enter(await finishSignIn(actor, { ticket, code, userAgent: (await headers()).get("user-agent") }), next),
);

/** Signs in and goes on to `next`, a path of ours. Where a second factor is on, asks for its code in between. */
export async function signInAction(_previous: FormState, form: FormData): Promise<FormState> {
  const ticket = form.get("ticket");
  if (typeof ticket === "string") return codeAnswer(ticket, form);
  const result = await runSignIn(null, form);
  const answer = await formAnswer(result, form, ["email"]);
  if (result.ok) return { ...answer, ok: false, ticket: result.data };
  if (result.error.code === "unauthenticated") answer.error = (await getTranslations("account"))("login.wrong");
  return answer;
}

async function codeAnswer(ticket: string, form: FormData): Promise<FormState> {
  const result = await runCode(null, form);
  const answer = await formAnswer(result, form, []);
  if (result.ok) return answer;
  const t = await getTranslations("account");
  if (result.error.code === "unauthenticated") return { ...answer, error: t("login.tooLate") };
  if (result.error.code === "otp_required") return { ...answer, ticket, error: undefined, fields: { code: [t("mistakes.codeWrong")] } };
  return { ...answer, ticket };
}

const runRegister = defineFormAction({ access: "anyone", input: registerSchema, limit: "registerPerClient" }, async (actor, input) => {
  const from = await headers();
  await registerAccount(actor, input, { locale: localeOf(from), requestOrigin: from.get("origin") });
});

export async function registerAction(_previous: FormState, form: FormData): Promise<FormState> {
  const result = await runRegister(null, form);
  const next = form instanceof FormData ? form.get("next") : null;
  const kept = result.ok && typeof next === "string" ? returnCookie(next) : null;
  if (kept) (await cookies()).set(kept.name, kept.value, kept.options);
  return formAnswer(result, form, ["email", "name"]);
}

const runResend = defineFormAction({ access: "anyone", input: emailOnlySchema, limit: "registerPerClient" }, async (actor, { email }) => {
  resendActivation(actor, email, (await headers()).get("origin"));
});

/** Says the same whether an account waits or not. */
export async function resendAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runResend(null, form), form, ["email"]);
}

const runActivate = defineFormAction({ access: "anyone", input: z.strictObject(link), limit: "tokenUsePerClient" }, async (actor, { uid, token }) => {
  await activateAccount(actor, uid, token);
  const jar = await cookies();
  const next = safeNextPath(jar.get(returnCookieName)?.value);
  if (next === "/") redirect("/login?notice=activated");
  const { name, value, options } = droppedReturnCookie();
  jar.set(name, value, options);
  redirect(`/login?notice=activated&next=${encodeURIComponent(next)}`);
});

export async function activateAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runActivate(null, form), form, []);
}

const runForgot = defineFormAction({ access: "anyone", input: emailOnlySchema, limit: "registerPerClient" }, async (actor, { email }) => {
  requestPasswordReset(actor, email, (await headers()).get("origin"));
});

/** Says the same for every address. */
export async function forgotAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runForgot(null, form), form, ["email"]);
}

const runReset = defineFormAction({ access: "anyone", input: z.intersection(z.object(link), resetPasswordSchema), limit: "tokenUsePerClient" }, async (actor, input) => {
  await resetPassword(actor, input.uid, input.token, input.new_password);
  redirect("/login?notice=reset");
});

export async function resetPasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runReset(null, form), form, []);
}

const runAccept = defineFormAction({ access: "anyone", input: z.intersection(z.object(link), acceptInvitationSchema), limit: "tokenUsePerClient" }, async (actor, input) => {
  await acceptInvitation(actor, input.uid, input.token, { name: input.name, password: input.new_password });
  redirect("/login?notice=activated");
});

/** Opens an account that was made for its person. */
export async function acceptInvitationAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runAccept(null, form), form, ["name"]);
}
