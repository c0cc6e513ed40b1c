import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { settings } from "@/lib/core/settings";
import { remindAttendees, tellAttendees } from "@/lib/meetings/commands/send-mails";
import { meetingChanged, meetingReminderDue } from "@/lib/meetings/contract";

/** A moment after a change, by what holds then: what was undone at once is told to nobody. */
export const tellOfMeeting = inngest.createFunction(
  { id: "tell-of-meeting", name: "Tell people of a changed meeting", triggers: [trigger(meetingChanged)], retries: 3 },
  async ({ event, step }) => {
    await step.sleep("let it settle", `${settings.meetingMailDelaySeconds}s`);
    return { mails: await step.run("queue the mails", () => tellAttendees(event.data)) };
  },
);

/** Ten minutes before a meeting; the run waits from shortly before, and looks again when it wakes. */
export const remindOfMeeting = inngest.createFunction(
  { id: "remind-of-meeting", name: "Remind people of a meeting", triggers: [trigger(meetingReminderDue)], retries: 3 },
  async ({ event, step }) => {
    await step.sleepUntil("wait for the time", new Date(event.data.startsAtMs - settings.meetingReminderSeconds * 1000));
    return { mails: await step.run("queue the mails", () => remindAttendees(event.data)) };
  },
);
