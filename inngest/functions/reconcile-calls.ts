import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { tryReconcileCalls } from "@/lib/calls/reconcile";
import { syncCalls } from "@/lib/calls/sync";

/** Each minute: calls become what LiveKit says, whichever webhooks were lost, and LiveKit has what the rooms say. */
export const reconcileCalls = inngest.createFunction(
  { id: "reconcile-calls", name: "Compare calls with LiveKit", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => ({ compared: await step.run("compare", tryReconcileCalls), synced: await step.run("sync", syncCalls) }),
);
