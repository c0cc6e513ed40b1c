import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { keepChapters } from "@/lib/recordings/commands/keep-chapters";
import { recordingFinished, recordingPublishAsked } from "@/lib/recordings/contract";
import { findPublishable, findTracksOfRecording, linkToVideo } from "@/lib/recordings/publishing";
import { failStoring, finishFile, saveRecording, storeFile, tidyUp } from "@/lib/recordings/store";
import { failForgotten, tendRecordings } from "@/lib/recordings/tend";
import { addRecordingTracks } from "@/lib/videos/commands/add-recording-tracks";
import { createVideoFromRecording } from "@/lib/videos/commands/create-video-from-recording";

/**
 * A recording that has ended becomes a file of its room. A storage that is away is waited for, nine tries in an hour and a
 * half; what cannot be stored even then has failed, and its file is kept for another try. Of one recording one step runs at a time.
 */
export const storeRecording = inngest.createFunction(
  {
    id: "store-recording",
    name: "Store a recording",
    triggers: [trigger(recordingFinished)],
    concurrency: [{ limit: 2 }, { key: "event.data.recordingId", limit: 1 }],
    retries: 8,
    onFailure: async ({ event }) => failStoring((event.data.event.data as { recordingId: string }).recordingId),
  },
  async ({ event, step }) => {
    const { recordingId } = event.data as { recordingId: string };
    const whole = await step.run("finish", () => finishFile(recordingId));
    if (!whole) return { recordingId, saved: false };
    await step.run("chapters", () => keepChapters(recordingId, whole.durationSeconds));
    const key = await step.run("store", () => storeFile(recordingId, whole));
    if (key === null) return { recordingId, saved: false };
    const saved = await step.run("save", () => saveRecording(recordingId, whole, key));
    // Those who watch are some seconds behind: the end of a stream is there for them a little longer.
    if (saved.isWatched) await step.sleep("watchers", "30s");
    await step.run("tidy", () => tidyUp(recordingId));
    return { recordingId, saved: saved.isSaved };
  },
);

/** A saved recording becomes a video of the library for the same audience: a copy of its file, which is processed like an upload. */
export const publishRecording = inngest.createFunction(
  { id: "publish-recording", name: "Make a video of a recording", triggers: [trigger(recordingPublishAsked)], concurrency: { limit: 1 }, retries: 5 },
  async ({ event, step }) => {
    const { recordingId } = event.data as { recordingId: string };
    const found = await step.run("look", () => findPublishable(recordingId));
    if (!found) return { recordingId, published: false };
    const videoId = await step.run("make", () => createVideoFromRecording(found));
    await step.run("tracks", async () => addRecordingTracks(videoId, await findTracksOfRecording(recordingId)));
    await step.run("link", () => linkToVideo(recordingId, videoId));
    return { recordingId, published: true, videoId };
  },
);

/** What no job looks after any more, for instance since its run was cancelled, does not stay "being saved". */
export const failForgottenRecordings = inngest.createFunction(
  { id: "fail-forgotten-recordings", name: "Fail recordings that nothing stores", triggers: [cron("*/5 * * * *")], retries: 0 },
  async ({ step }) => step.run("fail", failForgotten),
);

/** Each hour: recordings that expire soon or now, files and folders that nobody needs. */
export const tendAllRecordings = inngest.createFunction(
  { id: "tend-recordings", name: "Tend recordings", triggers: [cron("27 * * * *")], retries: 1 },
  async ({ step }) => step.run("tend", tendRecordings),
);
