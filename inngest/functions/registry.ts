import type { InngestFunction } from "inngest";
import { processVideo } from "@/inngest/functions/process-video";
import { pruneRows } from "@/inngest/functions/prune-rows";
import { reconcileCalls } from "@/inngest/functions/reconcile-calls";
import { requeueVideos, sweepVideos } from "@/inngest/functions/tend-videos";

/** Every function of the product. What is not listed here does not run. */
export const functions: InngestFunction.Any[] = [processVideo, pruneRows, reconcileCalls, requeueVideos, sweepVideos];
