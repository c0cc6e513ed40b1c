"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { endOtherSessions, endOwnSession } from "@/lib/accounts/commands/end-session";
import { updateProfile } from "@/lib/accounts/commands/update-profile";
import { passwordSchema, profileSchema } from "@/lib/accounts/contract";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { chosenLocaleCookie } from "@/lib/http/locale";
import { clearedSessionCookies } from "@/lib/http/session-cookies";

const page = "/settings";

const runSave = defineFormAction({ access: "session", input: profileSchema }, async (actor, input) => {
  await updateProfile(actor, input);
  const { name, value, options } = chosenLocaleCookie(input.locale);
  (await cookies()).set(name, value, options);
  revalidatePath(page, "layout");
});

export async function saveProfileAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runSave(null, form), form, ["name", "locale"]);
}

const changePasswordInput = z.strictObject({ current_password: z.string().max(2000), new_password: passwordSchema });

const runChangePassword = defineFormAction({ access: "session", input: changePasswordInput }, async (actor, input) => {
  await changePassword(actor, input.current_password, input.new_password);
  revalidatePath(page);
});

export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runChangePassword(null, form), form, []);
}

const runEnd = defineFormAction({ access: "session", input: z.strictObject({ session: z.uuid() }) }, async (actor, { session }) => {
  await endOwnSession(actor, session);
  if (session === actor.sessionId) {
    const jar = await cookies();
    for (const { name, value, options } of clearedSessionCookies()) jar.set(name, value, options);
    redirect("/login");
  }
});

const runEndOthers = defineFormAction({ access: "session", input: z.strictObject({}) }, async (actor) => {
  await endOtherSessions(actor);
});

/** Signs one device out. One that is gone already is what was wanted; a person who is signed out meets the sign-in page. */
export async function endSessionAction(form: FormData): Promise<void> {
  const result = await runEnd(null, form);
  if (!result.ok && result.error.code === "unauthenticated") redirect(`/login?next=${page}`);
  revalidatePath(page);
}

export async function endOtherSessionsAction(form: FormData): Promise<void> {
  const result = await runEndOthers(null, form);
  if (!result.ok && result.error.code === "unauthenticated") redirect(`/login?next=${page}`);
  revalidatePath(page);
}
