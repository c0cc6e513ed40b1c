"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";
import { purgeAtOnce, retryRecording } from "@/lib/recordings/commands/handle-recording";
import { recordingIdSchema } from "@/lib/recordings/contract";

const one = z.strictObject({ id: recordingIdSchema });
const refresh = () => revalidatePath("/admin/recordings");

const runRetry = defineAction({ access: "session", input: one }, async (actor, { id }): Promise<undefined> => {
  await retryRecording(actor, id);
  refresh();
});
const runPurge = defineAction({ access: "session", input: one }, async (actor, { id }): Promise<undefined> => {
  await purgeAtOnce(actor, id);
  refresh();
});

/** Tries again to store a recording that failed. */
export async function retryRecordingAction(input: { id: string }): Promise<Result> {
  return runRetry(input);
}

/** Deletes a recording at once and for good. */
export async function purgeRecordingAction(input: { id: string }): Promise<Result> {
  return runPurge(input);
}
