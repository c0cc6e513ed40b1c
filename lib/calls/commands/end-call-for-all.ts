import { transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import type { CallEnding, Synced } from "@/lib/calls/contract";
import { bringToLivekit, lockForModeration, moderationFactsOf } from "@/lib/calls/moderation";
import { canModerateCall } from "@/lib/calls/policy";
import { endCall } from "@/lib/calls/track";
import { livekit } from "@/lib/platform/livekit/api";

/**
 * Ends the room's call for everyone in it: a host's or moderator's wish, or (as the system) because a meeting's time is
 * up or the room is gone. Keys from before open nothing any more; while LiveKit is away the job closes the room there
 * later. Where no call runs there is nothing to do. @throws AppError unauthenticated, forbidden, not_found
 */
export async function endCallForAll(actor: Actor, idOrSlug: string, endedBy: Exclude<CallEnding, "left"> = "host"): Promise<Synced> {
  const slug = await transaction(async (tx) => {
    const { at, running, entry } = await lockForModeration(tx, actor, idOrSlug);
    authorize(canModerateCall(actor, moderationFactsOf(entry)));
    if (running) {
      await endCall(tx, at, running, endedBy);
      await recordAudit(tx, actor, { action: "call.ended", target: { type: "room", id: at.id }, details: { by: endedBy } });
    }
    return at.slug;
  });
  return bringToLivekit(() => livekit().deleteRoom(slug));
}
