"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";
import { mailAgain, purgeAtOnce, retryRecording } from "@/lib/recordings/commands/handle-recording";
import { finishRecording } from "@/lib/recordings/commands/stop-recording";
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

const runFinish = defineAction({ access: "session", input: one }, async (actor, { id }): Promise<undefined> => {
  await finishRecording(actor, id);
  refresh();
});
const runMail = defineAction({ access: "session", input: one }, async (actor, { id }): Promise<undefined> => {
  await mailAgain(actor, id);
  refresh();
});

/** Ends a recording that does not end by itself. */
export async function finishRecordingAction(input: { id: string }): Promise<Result> {
  return runFinish(input);
}

/** Tells the owners of its room once more that a recording is saved. */
export async function mailRecordingAction(input: { id: string }): Promise<Result> {
  return runMail(input);
}

/** Tries again to store a recording that failed. */
export async function retryRecordingAction(input: { id: string }): Promise<Result> {
  return runRetry(input);
}

/** Deletes a recording at once and for good. */
export async function purgeRecordingAction(input: { id: string }): Promise<Result> {
  return runPurge(input);
}
