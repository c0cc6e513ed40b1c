"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { passwordSchema } from "@/lib/accounts/contract";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";

const changePasswordInput = z.strictObject({ current_password: z.string().max(2000), new_password: passwordSchema });

const runChangePassword = defineFormAction({ access: "session", input: changePasswordInput }, async (actor, input) => {
  await changePassword(actor, input.current_password, input.new_password);
  revalidatePath("/settings", "layout");
});

export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runChangePassword(null, form), form, []);
}
