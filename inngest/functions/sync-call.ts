import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { syncCallOfRoom } from "@/lib/calls/sync";
import { roomChanged } from "@/lib/rooms/contract";

/** At once: a room's call becomes what the room now says. Where LiveKit is away the job of each minute repeats it. */
export const syncCall = inngest.createFunction(
  { id: "sync-call", name: "Bring a room's settings to its call", triggers: [trigger(roomChanged)], retries: 1 },
  async ({ event, step }) => ({ synced: await step.run("sync", () => syncCallOfRoom(event.data.roomId)) }),
);
