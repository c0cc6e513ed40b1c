"use server";

import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { acceptInvitation } from "@/lib/rooms/commands/accept-invitation";

const run = defineFormAction({ access: "session", input: z.strictObject({ token: z.string().max(200) }), limit: "tokenUsePerClient" }, async (actor, { token }) =>
  redirect(`/r/${(await acceptInvitation(actor, token)).slug}`),
);

/** The button of an invitation: makes the person a member and opens the room. */
export async function acceptInvitationAction(_previous: FormState, form: FormData): Promise<FormState> {
  const result = await run(null, form);
  const answer = await formAnswer(result, form, []);
  if (result.ok) return answer;
  const t = await getTranslations("invitations");
  const { code } = result.error;
  if (code === "not_found") answer.error = t("page.gone");
  if (code === "forbidden") answer.error = t("page.forbidden");
  if (code === "banned") answer.error = t("page.bannedNow");
  return answer;
}
