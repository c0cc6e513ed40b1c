"use server";

import { getTranslations } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { requestDeletion } from "@/lib/accounts/commands/request-deletion";
import { requestExport } from "@/lib/accounts/commands/request-export";
import { emailSchema } from "@/lib/accounts/contract";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { confirmPath } from "@/lib/http/page";
import { clearedSessionCookies } from "@/lib/http/session-cookies";

const runDelete = defineFormAction({ access: "session", input: z.strictObject({ email: emailSchema, shared: z.enum(["keep", "delete"]) }) }, async (actor, { email, shared }) => {
  await requestDeletion(actor, { email, keepSharedVideos: shared === "keep" });
  const jar = await cookies();
  for (const { name, value, options } of clearedSessionCookies()) jar.set(name, value, options);
  redirect("/closed");
});

/** Closes one's own account. */
export async function deleteAccountAction(_previous: FormState, form: FormData): Promise<FormState> {
  const result = await runDelete(null, form);
  if (!result.ok && result.error.code === "proof_required") redirect(confirmPath("/settings/data/delete"));
  const state = await formAnswer(result, form, ["email"]);
  if (!result.ok && result.error.code === "conflict") state.error = (await getTranslations("account"))("mistakes.lastAdmin");
  return state;
}

const runExport = defineFormAction({ access: "session", input: z.strictObject({ originals: z.literal("on").optional() }) }, async (actor, { originals }) => {
  await requestExport(actor, { withOriginals: originals === "on" });
});

/** Has a copy of one's data made; asking while one is made changes nothing. */
export async function requestExportAction(_previous: FormState, form: FormData): Promise<FormState> {
  const result = await runExport(null, form);
  if (!result.ok && result.error.code === "proof_required") redirect(confirmPath("/settings/data"));
  revalidatePath("/settings/data");
  return result.ok || result.error.code === "conflict" ? null : formAnswer(result, form, []);
}
