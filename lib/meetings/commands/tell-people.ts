import type { Tx } from "@/db/client";
import { meetingChanged } from "@/lib/meetings/contract";
import { recordEvent } from "@/lib/platform/jobs";

/** Lets the mails about a change go out after a moment, by what holds then. `byHost`: the host knows already. */
export async function tellPeople(tx: Tx, meetingId: number, sequence: number, byHost: boolean): Promise<void> {
  await recordEvent(tx, meetingChanged.create({ meetingId, sequence, byHost }));
}
