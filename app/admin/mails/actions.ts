"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";
import { giveUpMail } from "@/lib/notifications/commands/give-up-mail";
import { retryFailedMails, retryMail } from "@/lib/notifications/commands/retry-mails";

const mail = z.strictObject({ id: z.int().positive() });
const refresh = () => revalidatePath("/admin/mails", "layout");

const runRetry = defineAction({ access: "session", input: mail }, async (actor, { id }): Promise<undefined> => {
  await retryMail(actor, id);
  refresh();
});
const runGiveUp = defineAction({ access: "session", input: mail }, async (actor, { id }): Promise<undefined> => {
  await giveUpMail(actor, id);
  refresh();
});
const runRetryAll = defineAction({ access: "session", input: z.strictObject({}) }, async (actor) => {
  const count = await retryFailedMails(actor);
  refresh();
  return { count };
});

export async function retryMailAction(input: { id: number }): Promise<Result> {
  return runRetry(input);
}

export async function giveUpMailAction(input: { id: number }): Promise<Result> {
  return runGiveUp(input);
}

export async function retryAllMailsAction(): Promise<Result<{ count: number }>> {
  return runRetryAll({});
}
