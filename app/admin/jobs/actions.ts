"use server";

import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";
import { cancelRun, retryRun } from "@/lib/jobs/commands";

const input = z.strictObject({ id: z.string().regex(/^\w{1,40}$/) });
const retry = defineAction({ access: "session", input }, async (actor, { id }): Promise<undefined> => {
  await retryRun(actor, id);
});
const cancel = defineAction({ access: "session", input }, async (actor, { id }): Promise<undefined> => {
  await cancelRun(actor, id);
});

/** Lets a run that did not end well go on. */
export async function retryRunAction(given: { id: string }): Promise<Result> {
  return retry(given);
}

/** Ends a run. */
export async function cancelRunAction(given: { id: string }): Promise<Result> {
  return cancel(given);
}
