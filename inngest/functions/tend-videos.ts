import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { requeueLostVideos } from "@/lib/videos/commands/requeue-lost-videos";
import { sweepLeftovers } from "@/lib/videos/commands/sweep-leftovers";

/** Each minute: videos whose run is gone get another one. */
export const requeueVideos = inngest.createFunction(
  { id: "requeue-lost-videos", name: "Requeue lost videos", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => ({ requeued: await step.run("requeue", requeueLostVideos) }),
);

/** Each hour: replaced outputs, folders of dead attempts, abandoned uploads. */
export const sweepVideos = inngest.createFunction(
  { id: "sweep-videos", name: "Sweep what videos left behind", triggers: [cron("17 * * * *")], retries: 1 },
  async ({ step }) => step.run("sweep", sweepLeftovers),
);
