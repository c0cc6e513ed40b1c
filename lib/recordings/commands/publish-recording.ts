import { transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { askToPublish } from "@/lib/recordings/ask-to-publish";
import type { RecordingDetail } from "@/lib/recordings/contract";
import { lockForChange } from "@/lib/recordings/lock";
import { canPublishRecording } from "@/lib/recordings/policy";
import { findVideoId } from "@/lib/recordings/queries/video";
import { getRecording } from "@/lib/recordings/queries/recordings";

/**
 * Makes a video of the library of a saved recording, for the members of its room: a job does so within moments, and then the
 * recording names it. @throws AppError unauthenticated, forbidden, not_found; conflict for one that is not saved, has no picture, or is a video
 */
export async function publishRecording(actor: Actor, idOrSlug: string, id: string): Promise<RecordingDetail> {
  await transaction(async (tx) => {
    const videoId = await findVideoId(id, tx);
    const row = await lockForChange(tx, actor, idOrSlug, id, (who, facts, found) => canPublishRecording(who, facts, { ...found, videoId }));
    await askToPublish(tx, id);
    await recordAudit(tx, actor, { action: "recording.publish_asked", target: { type: "recording", id }, details: { room: row.roomId } });
  });
  return getRecording(actor, idOrSlug, id);
}
