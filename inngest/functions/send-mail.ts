import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { mailKinds } from "@/inngest/mail-kinds";
import { mailQueued } from "@/lib/platform/mail/queue";
import { failMail, sendQueuedMail } from "@/lib/platform/mail/send-queued";
import { announceDueMails } from "@/lib/platform/mail/tend";

/**
 * One queued mail, until it is sent, refused for good or cancelled. The tries and their waits are the mail's own
 * (`settings.mailRetrySeconds`, counted on its row); `retries` is for faults of ours.
 */
export const sendMail = inngest.createFunction(
  {
    id: "send-mail",
    name: "Send a mail",
    triggers: [trigger(mailQueued)],
    concurrency: { limit: 4 },
    retries: 3,
    onFailure: async ({ event }) => failMail(Number((event.data.event.data as { mailId: number }).mailId)),
  },
  async ({ event, step }) => {
    const { mailId, dueAt } = event.data as { mailId: number; dueAt?: string };
    if (dueAt) await step.sleepUntil("due", dueAt);
    for (let turn = 1; ; turn += 1) {
      const tried = await step.run(`try ${turn}`, () => sendQueuedMail(mailId, mailKinds));
      if (tried.retryInSeconds === undefined) return tried;
      await step.sleep(`wait ${turn}`, `${tried.retryInSeconds}s`);
    }
  },
);

/** Each minute: mails whose time comes near. */
export const announceMails = inngest.createFunction(
  { id: "announce-mails", name: "Announce mails that are due", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => ({ announced: await step.run("announce", announceDueMails) }),
);
