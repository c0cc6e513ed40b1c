import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { buildExport, failExport } from "@/lib/accounts/commands/build-export";
import { exportRequested } from "@/lib/accounts/contract";
import { accountParts } from "@/lib/accounts/export-parts";
import { callParts } from "@/lib/calls/export-parts";
import { chatParts, listSentFiles } from "@/lib/chat/queries/export-parts";
import { lobbyParts } from "@/lib/lobby/queries/export-parts";
import { meetingParts } from "@/lib/meetings/queries/export-parts";
import { recordingParts } from "@/lib/recordings/export-parts";
import { reportParts } from "@/lib/reports/queries/export-parts";
import { roomParts } from "@/lib/rooms/queries/export-parts";
import { listOriginals, videoParts } from "@/lib/videos/export-parts";

/** Every domain that keeps something about people has its part here. */
export const exportParts = [...accountParts, ...roomParts, ...chatParts, ...reportParts, ...callParts, ...lobbyParts, ...meetingParts, ...recordingParts, ...videoParts];

/** Originals of videos, and what of the bound they leave for files. */
async function listAllOriginals(personId: number, maxBytes: number) {
  const videos = await listOriginals(personId, maxBytes);
  return [...videos, ...(await listSentFiles(personId, videos.reduce((left, { bytes }) => left - bytes, maxBytes)))];
}

/** Somebody's copy of their data, one at a time: it reads much and writes one large file. */
export const exportData = inngest.createFunction(
  {
    id: "export-data",
    name: "Make a copy of somebody's data",
    triggers: [trigger(exportRequested)],
    concurrency: { limit: 1 },
    retries: 3,
    onFailure: async ({ event }) => failExport((event.data.event.data as { exportId: string }).exportId),
  },
  async ({ event, step }) => ({ ready: await step.run("build", () => buildExport((event.data as { exportId: string }).exportId, exportParts, listAllOriginals)) }),
);
