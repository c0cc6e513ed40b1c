"use server";

import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";
import { retryVideo } from "@/lib/videos/commands/retry-video";
import type { VideoStatus } from "@/lib/videos/contract";

const retry = defineAction({ access: "session", input: z.strictObject({ id: z.int().positive() }) }, (actor, { id }) => retryVideo(actor, id));

/** Processes a failed video anew. */
export async function retryProcessing(input: { id: number }): Promise<Result<VideoStatus>> {
  return retry(input);
}
