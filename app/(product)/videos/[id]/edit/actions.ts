"use server";

import { z } from "zod";
import { defineAction } from "@/lib/http/action";
import type { Result } from "@/lib/core/result";
import { changeVideo, deleteVideo, restoreVideo } from "@/lib/videos/commands/change-video";
import { changeVideoInput, type ChangedVideo, type ChangeVideoInput } from "@/lib/videos/contract";

const id = z.int().positive();
const limit = "changeVideoPerUser";

const change = defineAction({ access: "session", input: z.strictObject({ id, changes: changeVideoInput }), limit }, (actor, input) => changeVideo(actor, input.id, input.changes));
const remove = defineAction({ access: "session", input: z.strictObject({ id }), limit }, (actor, input) => deleteVideo(actor, input.id));
const restore = defineAction({ access: "session", input: z.strictObject({ id }), limit }, (actor, input) => restoreVideo(actor, input.id));

/** Changes the words or the audience of a video. */
export async function changeVideoAction(input: { id: number; changes: ChangeVideoInput }): Promise<Result<ChangedVideo>> {
  return change(input);
}

/** Takes a video out of the library. */
export async function deleteVideoAction(input: { id: number }): Promise<Result<void>> {
  return remove(input);
}

/** Brings a deleted video back. */
export async function restoreVideoAction(input: { id: number }): Promise<Result<void>> {
  return restore(input);
}
