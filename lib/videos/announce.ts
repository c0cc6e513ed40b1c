import { afterCommit, type Tx } from "@/db/client";
import type { video } from "@/db/schema/videos";
import { userTopic } from "@/lib/events/room-events";
import { publish, publishHereFirst } from "@/lib/platform/listen";
import { videoProgressEvent } from "@/lib/videos/contract";
import { toStatus } from "@/lib/videos/queries";

/** Topic of the ids of videos whose state or audience has changed; whoever keeps a verdict about one drops it. */
export const videosTopic = "videos";

export type AnnouncedRow = Parameters<typeof toStatus>[0] & Pick<typeof video.$inferSelect, "ownerId">;

/** Pushes the state to the owner's browsers. A hint: the page reads the state itself when it (re)connects. */
export async function announce(row: AnnouncedRow): Promise<void> {
  if (row.ownerId !== null) await publish(userTopic(row.ownerId), { type: videoProgressEvent, body: toStatus(row) });
}

/** The same once `tx` has committed. */
export function announceAfterCommit(tx: Tx, row: AnnouncedRow): void {
  afterCommit(tx, `video:${row.id}`, async () => {
    await Promise.all([publishHereFirst(videosTopic, row.id), announce(row)]);
  });
}
