import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { closeMeetingCall, closeOverdueCalls } from "@/lib/calls/commands/close-meeting-call";
import { noteEnd } from "@/lib/meetings/commands/carry-out-end";
import { expandSeries } from "@/lib/meetings/commands/expand-series";
import { meetingEndDue } from "@/lib/meetings/contract";
import { planAllDue } from "@/lib/meetings/planning";

/** More seconds than clocks of one installation differ. */
const endLooks = 60;

/** At the end of a meeting its call closes for all. One that was extended or moved meanwhile has another run for its new end. */
export const endMeetingOnTime = inngest.createFunction(
  { id: "end-meeting", name: "End a meeting", triggers: [trigger(meetingEndDue)], retries: 10 },
  async ({ event, step }) => {
    await step.sleepUntil("wait for the end", new Date(event.data.endsAtMs));
    let end = await step.run("note the end", () => noteEnd(event.data));
    // The database's clock decides, and may be behind the one that was waited by.
    for (let look = 2; end.isLater && look <= endLooks; look += 1) {
      await step.sleep(`wait a moment, ${look}`, "1s");
      end = await step.run(`note the end, ${look}`, () => noteEnd(event.data));
    }
    const { room } = end;
    if (!room) return { closed: false };
    return { closed: await step.run("close the call", () => closeMeetingCall(room)) };
  },
);

/** Each minute: starts the runs that wait for what is due soon, and closes calls that outlived their meeting. */
export const planMeetings = inngest.createFunction(
  { id: "plan-meetings", name: "Plan what is due of meetings", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => ({ due: await step.run("plan", planAllDue), closed: await step.run("close", closeOverdueCalls) }),
);

/** Each night: repeated meetings are planned further ahead. */
export const expandMeetings = inngest.createFunction(
  { id: "expand-meetings", name: "Plan repeated meetings further ahead", triggers: [cron("23 3 * * *")], retries: 3 },
  async ({ step }) => ({ written: await step.run("expand", expandSeries) }),
);
