import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { videoProcessRequested, videoUploaded } from "@/lib/videos/contract";
import { giveUpVideo, makeVideoPoster, makeVideoStoryboard, probeVideo, publishVideo, transcodeVideo } from "@/lib/videos/pipeline/steps";

/**
 * An upload becomes a video. Each step can be repeated: it finds what an earlier try left. A step that answers null has
 * ended the processing, and the row says why. One video at a time: FFmpeg uses every core it gets.
 */
export const processVideo = inngest.createFunction(
  {
    id: "process-video",
    name: "Process a video",
    triggers: [trigger(videoUploaded), trigger(videoProcessRequested)],
    concurrency: { limit: 1 },
    retries: 3,
    onFailure: async ({ event }) => {
      const { run_id: runId, event: cause } = event.data;
      await giveUpVideo(Number((cause.data as { videoId: number }).videoId), runId);
    },
  },
  async ({ event, step, runId }) => {
    const { videoId } = event.data as { videoId: number };
    const plan = await step.run("probe", () => probeVideo(videoId, runId));
    if (!plan) return { videoId, published: false };
    const converted = await step.run("transcode", () => transcodeVideo(plan));
    if (!converted) return { videoId, published: false };
    if (!(await step.run("poster", () => makeVideoPoster(plan)))) return { videoId, published: false };
    if (!(await step.run("storyboard", () => makeVideoStoryboard(plan)))) return { videoId, published: false };
    const published = await step.run("publish", () => publishVideo(plan, converted.seconds));
    return { videoId, published: published === true };
  },
);
