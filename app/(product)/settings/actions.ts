"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { adoptTimeZone, changeRoomDefaults, changeTakesDirect, updateProfile } from "@/lib/accounts/commands/update-profile";
import { profileSchema, timeZoneSchema } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";
import { defineAction, defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { chosenLocaleCookie } from "@/lib/http/locale";
import { accessLevels } from "@/lib/rooms/constants";

const runSave = defineFormAction({ access: "session", input: profileSchema }, async (actor, { time_zone: timeZone, ...input }) => {
  await updateProfile(actor, { ...input, timeZone });
  const { name, value, options } = chosenLocaleCookie(input.locale);
  (await cookies()).set(name, value, options);
  revalidatePath("/settings", "layout");
});

export async function saveProfileAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runSave(null, form), form, ["name", "locale", "time_zone"]);
}

const runDefaults = defineFormAction(
  { access: "session", input: z.strictObject({ access_level: z.enum(accessLevels), listed: z.literal("on").optional() }) },
  async (actor, { access_level, listed }) => {
    await changeRoomDefaults(actor, { access_level, listed: listed === "on" });
    revalidatePath("/settings");
  },
);

export async function saveRoomDefaultsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await runDefaults(null, form), form, ["access_level"]);
}

const runDirect = defineAction({ access: "session", input: z.strictObject({ takes: z.boolean() }) }, async (actor, { takes }): Promise<undefined> => {
  await changeTakesDirect(actor, takes);
  revalidatePath("/settings");
});

export async function changeTakesDirectAction(input: { takes: boolean }): Promise<Result> {
  return runDirect(input);
}

const runAdopt = defineAction({ access: "session", input: z.strictObject({ timeZone: timeZoneSchema }) }, async (actor, { timeZone }) => adoptTimeZone(actor, timeZone));

/** The zone of the browser of somebody who has chosen none; answers whether it was taken over. */
export async function adoptTimeZoneAction(input: { timeZone: string }): Promise<Result<boolean>> {
  return runAdopt(input);
}
