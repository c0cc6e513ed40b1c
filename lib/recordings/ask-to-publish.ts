import type { Tx } from "@/db/client";
import { recordEvent } from "@/lib/platform/jobs";
import { recordingPublishAsked } from "@/lib/recordings/contract";

/** Asks the job that makes a video of a saved recording; asked twice, the job makes one. */
export async function askToPublish(tx: Tx, recordingId: string): Promise<void> {
  await recordEvent(tx, recordingPublishAsked.create({ recordingId }));
}
