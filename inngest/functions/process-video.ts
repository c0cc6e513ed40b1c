import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { env } from "@/lib/platform/env";
import { videoProcessRequested, videoUploaded } from "@/lib/videos/contract";
import { processAgain } from "@/lib/videos/commands/process-again";
import { giveUpVideo, makeVideoPoster, makeVideoStoryboard, probeVideo, publishVideo, showEarly, transcodeVideo } from "@/lib/videos/pipeline/steps";

/**
 * An upload becomes a video. Each step can be repeated: it finds what an earlier try left. A step that answers null has
 * ended the processing, and the row says why; a run that is retried after it was given up asks for a new one. FFmpeg uses
 * every core it gets: as many at once as the machine bears, the others wait.
 */
export const processVideo = inngest.createFunction(
  {
    id: "process-video",
    name: "Process a video",
    triggers: [trigger(videoUploaded), trigger(videoProcessRequested)],
    concurrency: { limit: env().CONVERSIONS_AT_ONCE },
    retries: 3,
    onFailure: async ({ event }) => {
      const { run_id: runId, event: cause } = event.data;
      await giveUpVideo(Number((cause.data as { videoId: number }).videoId), runId);
    },
  },
  async ({ event, step, runId }) => {
    const { videoId } = event.data as { videoId: number };
    const unpublished = async () => ({ videoId, published: false, again: await step.run("again", () => processAgain(videoId, runId)) });
    const probed = await step.run("probe", () => probeVideo(videoId, runId));
    if (!probed) return unpublished();
    const plan = await step.run("early", () => showEarly(probed));
    if (!plan) return unpublished();
    const converted = await step.run("transcode", () => transcodeVideo(plan));
    if (!converted) return unpublished();
    if (!(await step.run("poster", () => makeVideoPoster(plan)))) return unpublished();
    if (!(await step.run("storyboard", () => makeVideoStoryboard(plan)))) return unpublished();
    return (await step.run("publish", () => publishVideo(plan, converted.seconds))) ? { videoId, published: true } : unpublished();
  },
);
