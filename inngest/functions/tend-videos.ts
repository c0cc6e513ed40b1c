import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { requeueLostVideos } from "@/lib/videos/commands/requeue-lost-videos";
import { stopProcessing } from "@/lib/videos/commands/stop-processing";
import { sweepLeftovers } from "@/lib/videos/commands/sweep-leftovers";

/** Each minute: videos whose run is gone get another one. */
export const requeueVideos = inngest.createFunction(
  { id: "requeue-lost-videos", name: "Requeue lost videos", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => ({ requeued: await step.run("requeue", requeueLostVideos) }),
);

type Cancelled = { function_id: string; run_id: string; event: { data: { videoId?: number } } };

/** A cancelled run leaves its video failed, with the reason: nobody else would end it. */
export const stopCancelledVideo = inngest.createFunction(
  {
    id: "stop-cancelled-video",
    name: "Stop the processing of a video",
    triggers: [{ event: "inngest/function.cancelled", if: "event.data.function_id == 'atrium-process-video'" }],
    retries: 3,
  },
  async ({ event, step }) => {
    const { run_id: runId, event: cause } = event.data as Cancelled;
    await step.run("stop", () => stopProcessing(Number(cause.data.videoId), runId, new Date(event.ts ?? Date.now())));
  },
);

/** Each hour: replaced outputs, folders of dead attempts, abandoned uploads. */
export const sweepVideos = inngest.createFunction(
  { id: "sweep-videos", name: "Sweep what videos left behind", triggers: [cron("17 * * * *")], retries: 1 },
  async ({ step }) => step.run("sweep", sweepLeftovers),
);
