import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { beginPurge, purgeFilesOf, purgePerson } from "@/lib/accounts/commands/purge-account";
import { accountPurgeDue } from "@/lib/accounts/contract";
import { forgetUnsentFilesOf } from "@/lib/chat/commands/remove-files";
import { formerUser } from "@/lib/chat/contract";
import { forgetCaptionsOf } from "@/lib/calls/commands/forget-captions";
import { cancelMeetingsOf } from "@/lib/meetings/commands/settle-departure";
import { findNamedChapters, forgetSpeaker } from "@/lib/recordings/commands/forget-speaker";
import { leaveAllRooms } from "@/lib/rooms/commands/settle-departure";
import { renameChapters } from "@/lib/videos/commands/rename-chapters";
import { purgeVideosOf } from "@/lib/videos/commands/settle-departure";

/**
 * An account whose time of grace is over is deleted, domain by domain; the person's own row goes last, so that whatever
 * ends this in the middle, the next attempt finds what is left. Each step is harmless when it is done twice.
 */
export const purgeAccount = inngest.createFunction(
  { id: "purge-account", name: "Delete an account", triggers: [trigger(accountPurgeDue)], concurrency: { limit: 1 }, retries: 5 },
  async ({ event, step }) => {
    const { personId } = event.data as { personId: number };
    const begun = await step.run("look", () => beginPurge(personId));
    if (!begun) return { personId, deleted: false };
    const meetings = await step.run("meetings", () => cancelMeetingsOf(personId));
    const rooms = await step.run("rooms", () => leaveAllRooms(personId));
    const unsentFiles = await step.run("unsent files", () => forgetUnsentFilesOf(personId));
    const captions = await step.run("captions", () => forgetCaptionsOf(personId));
    const videos = await step.run("videos", () => purgeVideosOf(personId, begun.keepSharedVideos));
    const chapters = await step.run("chapters", async () => {
      await renameChapters(await findNamedChapters(personId), formerUser.username);
      return forgetSpeaker(personId);
    });
    await step.run("files", () => purgeFilesOf(personId));
    const deleted = await step.run("person", () => purgePerson(personId));
    return { personId, deleted, meetings, rooms, unsentFiles, captions, videos, chapters };
  },
);
