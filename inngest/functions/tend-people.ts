import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { sweepPictures } from "@/lib/accounts/commands/change-picture";

/** Each hour: what people left behind. */
export const tendPeople = inngest.createFunction(
  { id: "tend-people", name: "Sweep what people left behind", triggers: [cron("23 * * * *")], retries: 1 },
  async ({ step }) => ({ pictures: await step.run("pictures", sweepPictures) }),
);
