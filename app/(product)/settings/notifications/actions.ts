"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { FormState } from "@/components/account/form-state";
import { changeNotifications } from "@/lib/accounts/commands/update-profile";
import { getProfile } from "@/lib/accounts/profile";
import { defineFormAction } from "@/lib/http/action";
import { formAnswer } from "@/lib/http/form-words";
import { offeredNotifications, type NotificationKind } from "@/lib/notifications/contract";
import { withMailChoices } from "@/lib/notifications/policy";

const tick = z.literal("on").optional();
/** A switch that is off is not in the form at all. */
const input = z.strictObject(Object.fromEntries(offeredNotifications.map((kind) => [kind, tick])) as Record<NotificationKind, typeof tick>);

const run = defineFormAction({ access: "session", input }, async (actor, ticked) => {
  const { notificationChoices } = await getProfile(actor);
  await changeNotifications(actor, withMailChoices(notificationChoices, new Map(offeredNotifications.map((kind) => [kind, ticked[kind] === "on"]))));
  revalidatePath("/settings/notifications");
});

export async function saveNotificationsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formAnswer(await run(null, form), form, []);
}
