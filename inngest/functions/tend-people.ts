import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { sweepExports } from "@/lib/accounts/commands/build-export";
import { sweepPictures } from "@/lib/accounts/commands/change-picture";
import { startDueDeletions } from "@/lib/accounts/commands/purge-account";
import { sweepFiles } from "@/lib/chat/commands/remove-files";

/** Each hour: what people left behind, and the accounts whose time of grace is over. */
export const tendPeople = inngest.createFunction(
  { id: "tend-people", name: "Sweep what people left behind", triggers: [cron("23 * * * *")], retries: 1 },
  async ({ step }) => ({ pictures: await step.run("pictures", sweepPictures), exports: await step.run("exports", sweepExports), files: await step.run("files of messages", sweepFiles), deletions: await step.run("deletions", startDueDeletions) }),
);
