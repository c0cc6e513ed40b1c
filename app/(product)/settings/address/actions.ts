"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { cancelAddressChange, requestAddressChange } from "@/lib/accounts/commands/change-address";
import { emailOnlySchema } from "@/lib/accounts/contract";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { confirmPath } from "@/lib/http/page";

const runRequest = defineFormAction({ access: "session", input: emailOnlySchema.strict() }, async (actor, { email }) => {
  await requestAddressChange(actor, email);
  revalidatePath("/settings");
});

/** Says the same for every address that is not one's own. */
export async function changeAddressAction(_previous: FormState, form: FormData): Promise<FormState> {
  const result = await runRequest(null, form);
  if (!result.ok && result.error.code === "proof_required") redirect(confirmPath("/settings/address"));
  return formAnswer(result, form, ["email"]);
}

const runCancel = defineFormAction({ access: "session", input: z.strictObject({}) }, async (actor) => cancelAddressChange(actor));

/** Takes one's own waiting change back; none is fine. */
export async function cancelAddressAction(form: FormData): Promise<void> {
  await runCancel(null, form);
  revalidatePath("/settings");
}
