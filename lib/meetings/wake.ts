import { eq } from "drizzle-orm";
import { afterCommit, type Tx } from "@/db/client";
import { meeting } from "@/db/schema/meetings";
import { publish } from "@/lib/platform/listen";

/** Topic of `[uuid, room id]`: when the meeting takes place, or who is asked to it, has changed. */
export const meetingsTopic = "meetings";

/** After the commit, lets the pages that wait for a meeting and the lobby of its room look again. */
export async function wakeMeeting(tx: Tx, meetingId: number): Promise<void> {
  const [row] = await tx.select({ uuid: meeting.uuid, roomId: meeting.roomId }).from(meeting).where(eq(meeting.id, meetingId));
  if (row) afterCommit(tx, `meeting:${meetingId}`, () => publish(meetingsTopic, [row.uuid, row.roomId]));
}
