"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { confirmAddress, undoAddressChange } from "@/lib/accounts/commands/change-address";
import { keepAccount } from "@/lib/accounts/commands/undo-deletion";
import type { Result } from "@/lib/core/result";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";

const options = { access: "anyone", input: z.strictObject({ uid: z.string().max(200), token: z.string().max(200) }), limit: "tokenUsePerClient" } as const;

const runConfirm = defineFormAction(options, async (actor, { uid, token }) => confirmAddress(actor, uid, token));
const runUndo = defineFormAction(options, async (actor, { uid, token }) => undoAddressChange(actor, uid, token));
const runKeep = defineFormAction(options, async (actor, { uid, token }) => keepAccount(actor, uid, token));

async function answer(result: Result<unknown>, form: FormData): Promise<FormState> {
  const state = await formAnswer(result, form, []);
  // The only conflict that a link meets: its address has another account by now.
  if (!result.ok && result.error.code === "conflict") state.error = (await getTranslations("account"))("mistakes.addressTakenBack");
  return state;
}

/** The button of the mail to a new address. */
export async function confirmAddressAction(_previous: FormState, form: FormData): Promise<FormState> {
  return answer(await runConfirm(null, form), form);
}

/** "This was not me", from the old address. */
export async function undoAddressAction(_previous: FormState, form: FormData): Promise<FormState> {
  return answer(await runUndo(null, form), form);
}

/** Takes the deletion of one's account back. */
export async function keepAccountAction(_previous: FormState, form: FormData): Promise<FormState> {
  return answer(await runKeep(null, form), form);
}
