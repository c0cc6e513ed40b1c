import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { tryReconcileCalls } from "@/lib/calls/reconcile";

/** Each minute: calls become what LiveKit says, whichever webhooks were lost. */
export const reconcileCalls = inngest.createFunction(
  { id: "reconcile-calls", name: "Compare calls with LiveKit", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => step.run("compare", tryReconcileCalls),
);
