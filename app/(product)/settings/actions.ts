"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import type { FormState } from "@/components/account/form-state";
import { updateProfile } from "@/lib/accounts/commands/update-profile";
import { profileSchema } from "@/lib/accounts/contract";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { chosenLocaleCookie } from "@/lib/http/locale";

const runSave = defineFormAction({ access: "session", input: profileSchema }, async (actor, input) => {
  await updateProfile(actor, input);
  const { name, value, options } = chosenLocaleCookie(input.locale);
  (await cookies()).set(name, value, options);
  revalidatePath("/settings", "layout");
});

export async function saveProfileAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runSave(null, form), form, ["name", "locale"]);
}
