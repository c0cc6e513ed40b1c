import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { pruneChallenges } from "@/lib/accounts/passkey-challenges";
import { pruneWebhooks } from "@/lib/calls/webhook";
import { pruneRoomEvents } from "@/lib/events/prune";
import { pruneGuests } from "@/lib/guests/commands";
import { pruneLobby } from "@/lib/lobby/commands/tend-lobby";
import { mergeIdleNotes } from "@/lib/notes/commands/merge-changes";
import { pruneLimits } from "@/lib/platform/limiter";
import { pruneMails } from "@/lib/platform/mail/tend";
import { pruneInvitations } from "@/lib/rooms/commands/change-invitation";
import { pruneReports } from "@/lib/reports/commands/prune-reports";
import { purgeDeletedRooms } from "@/lib/rooms/commands/delete-room";
import { pruneVideoLinks } from "@/lib/videos/commands/share-video";

/** Each hour: rows that only mattered for a while. */
export const pruneRows = inngest.createFunction(
  { id: "prune-rows", name: "Forget what only mattered for a while", triggers: [cron("41 * * * *")], retries: 1 },
  async ({ step }) => ({
    roomEvents: await step.run("room events", pruneRoomEvents),
    webhooks: await step.run("webhooks", pruneWebhooks),
    lobby: await step.run("lobby", pruneLobby),
    guests: await step.run("guests", pruneGuests),
    deletedRooms: await step.run("deleted rooms", purgeDeletedRooms),
    invitations: await step.run("invitations", pruneInvitations),
    reports: await step.run("reports", pruneReports),
    videoLinks: await step.run("video links", pruneVideoLinks),
    limits: await step.run("limits", pruneLimits),
    mails: await step.run("mails", pruneMails),
    notes: await step.run("notes", mergeIdleNotes),
    challenges: await step.run("passkey challenges", pruneChallenges),
  }),
);
