"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { proveByCode, proveByPassword } from "@/lib/accounts/commands/prove-identity";
import { mistakes } from "@/lib/accounts/contract";
import { safeNextPath } from "@/lib/core/redirect";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";

const runPassword = defineFormAction(
  { access: "session", input: z.strictObject({ password: z.string().min(1, mistakes.required).max(2000, mistakes.passwordWrong), next: z.string().optional() }) },
  async (actor, input) => {
    await proveByPassword(actor, input.password);
    redirect(safeNextPath(input.next, "/settings"));
  },
);

/** Confirms by password and goes on to `next`, a path of ours. */
export async function confirmByPasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runPassword(null, form), form, []);
}

const runCode = defineFormAction(
  { access: "session", input: z.strictObject({ code: z.string().min(1, mistakes.required).max(100, mistakes.codeWrong), next: z.string().optional() }) },
  async (actor, input) => {
    await proveByCode(actor, input.code);
    redirect(safeNextPath(input.next, "/settings"));
  },
);

/** Confirms by the code of an app, or a recovery code, and goes on to `next`, a path of ours. */
export async function confirmByCodeAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runCode(null, form), form, []);
}
